package io.faasrank.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.workload.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A result as {@code --out} left it: the episodes' figures, by which it is compared with another.
 *
 * @param source the file read
 * @param command what made it
 * @param seed of the workloads
 * @param policies rows of its tables
 * @param workloads names
 * @param repetitions of each workload
 * @param unsound why its figures cannot be relied on, a line each; empty for a sound one
 * @param episodes by policy, workload and repetition
 */
public record StoredResult(
    Path source,
    String command,
    long seed,
    List<EvaluatedPolicy> policies,
    List<String> workloads,
    int repetitions,
    List<String> unsound,
    Map<EpisodeKey, StoredEpisode> episodes) {

  /** The file in a folder of results. */
  public static final String FILE = "evaluation.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Which episode. */
  record EpisodeKey(String policy, String workload, int repetition) {}

  /**
   * An episode's figures.
   *
   * @param calls activations by function: equal where the arrivals are
   * @param figures by metric; NaN where unknown
   */
  record StoredEpisode(List<Integer> calls, Map<ComparedMetric, Double> figures) {}

  public StoredResult {
    policies = List.copyOf(policies);
    workloads = List.copyOf(workloads);
    unsound = List.copyOf(unsound);
    episodes = Map.copyOf(episodes);
  }

  /**
   * Reads a result.
   *
   * @param path the folder, or the JSON file itself
   * @throws InvalidInputException naming the file and what is wrong with it
   */
  public static StoredResult read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "expected a folder of --out with " + FILE + ", found " + path);
    }
    try {
      return of(file, MAPPER.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidInputException(file + ": " + e.getMessage());
    }
  }

  private static StoredResult of(Path file, JsonNode root) {
    Map<EpisodeKey, StoredEpisode> episodes = new HashMap<>();
    for (JsonNode episode : array(file, root, "episodes")) {
      List<Integer> calls = new ArrayList<>();
      episode.path("functionCalls").forEach(count -> calls.add(count.asInt()));
      Map<ComparedMetric, Double> figures = new HashMap<>();
      for (ComparedMetric metric : ComparedMetric.values()) {
        double figure = episode.path(metric.field()).asDouble(Double.NaN);
        figures.put(metric, figure * metric.factor());
      }
      episodes.put(
          new EpisodeKey(
              episode.path("policy").asText(),
              episode.path("workload").asText(),
              episode.path("repetition").asInt()),
          new StoredEpisode(List.copyOf(calls), Map.copyOf(figures)));
    }
    List<EvaluatedPolicy> policies = new ArrayList<>();
    for (JsonNode policy : array(file, root, "policies")) {
      policies.add(new EvaluatedPolicy(policy.path("name").asText(), role(file, policy)));
    }
    List<String> workloads = new ArrayList<>();
    array(file, root, "workloads").forEach(name -> workloads.add(name.asText()));
    List<String> unsound = new ArrayList<>();
    root.path("unsound").forEach(line -> unsound.add(line.asText()));
    StoredResult result =
        new StoredResult(
            file,
            root.path("provenance").path("command").asText(),
            root.path("provenance").path("seed").asLong(),
            policies,
            workloads,
            root.path("repetitions").asInt(),
            unsound,
            episodes);
    result.requireEpisodes();
    return result;
  }

  private void requireEpisodes() {
    for (EvaluatedPolicy policy : policies) {
      for (String workload : workloads) {
        for (int r = 0; r < repetitions; r++) {
          if (!episodes.containsKey(new EpisodeKey(policy.name(), workload, r))) {
            throw new InvalidInputException(
                source
                    + ": episodes: repetition "
                    + r
                    + " of "
                    + workload
                    + " under "
                    + policy.name()
                    + " is missing");
          }
        }
      }
    }
  }

  private static JsonNode array(Path file, JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (!node.isArray() || node.isEmpty()) {
      throw new InvalidInputException(
          file + ": " + key + ": expected a list; is this a result of faasrank?");
    }
    return node;
  }

  private static PolicyRole role(Path file, JsonNode policy) {
    String name = policy.path("role").asText();
    try {
      return PolicyRole.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + ": policies: unknown role '" + name + "'");
    }
  }

  /** Whether it has a policy of that name. */
  boolean has(String policy) {
    return policies.stream().anyMatch(each -> each.name().equals(policy));
  }

  StoredEpisode episode(String policy, String workload, int repetition) {
    StoredEpisode episode = episodes.get(new EpisodeKey(policy, workload, repetition));
    if (episode == null) {
      throw new IllegalArgumentException("no repetition " + repetition + " of " + workload);
    }
    return episode;
  }
}
