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
 * A result of an evaluation or of regimes as {@code --out} left it: the episodes' figures, by which
 * it is compared with another. A regime counts as a workload.
 *
 * @param source the file read
 * @param command what made it
 * @param seed of the workloads
 * @param policies rows of its tables
 * @param workloads names
 * @param repetitions of each workload
 * @param unsound why its figures cannot be relied on, a line each; empty for a sound one
 * @param regimes whether workloads are regimes, in which a repetition's draws are related
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
    boolean regimes,
    Map<EpisodeKey, StoredEpisode> episodes) {

  /** The file in a folder of results. */
  public static final String FILE = "evaluation.json";

  /** The file in a folder of regimes. */
  private static final String REGIMES_FILE = "regimes.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Which episode. */
  record EpisodeKey(String policy, String workload, int repetition) {}

  /**
   * An episode's figures.
   *
   * @param arrivals equal where the arrivals are: how often each function was called
   * @param figures by metric; NaN where unknown
   */
  record StoredEpisode(String arrivals, Map<ComparedMetric, Double> figures) {}

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
    Path file = path;
    if (Files.isDirectory(path)) {
      Path regimes = path.resolve(REGIMES_FILE);
      file = Files.isRegularFile(regimes) ? regimes : path.resolve(FILE);
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "expected a folder of --out with " + FILE + " or " + REGIMES_FILE + ", found " + path);
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
    boolean regimes = root.has("regimes");
    Map<EpisodeKey, StoredEpisode> episodes = new HashMap<>();
    List<String> workloads = new ArrayList<>();
    if (regimes) {
      readRegimes(array(file, root, "regimes"), workloads, episodes);
    } else {
      array(file, root, "episodes").forEach(each -> readEpisode(each, episodes));
      array(file, root, "workloads").forEach(name -> workloads.add(name.asText()));
    }
    List<EvaluatedPolicy> policies = new ArrayList<>();
    for (JsonNode policy : array(file, root, "policies")) {
      policies.add(new EvaluatedPolicy(policy.path("name").asText(), role(file, policy)));
    }
    int repetitions =
        regimes
            ? episodes.keySet().stream().mapToInt(key -> key.repetition() + 1).max().orElse(0)
            : root.path("repetitions").asInt();
    List<String> unsound = new ArrayList<>();
    root.path("unsound").forEach(line -> unsound.add(line.asText()));
    StoredResult result =
        new StoredResult(
            file,
            root.path("provenance").path("command").asText(),
            root.path("provenance").path("seed").asLong(),
            policies,
            workloads,
            repetitions,
            unsound,
            regimes,
            episodes);
    result.requireEpisodes();
    return result;
  }

  private static void readEpisode(JsonNode episode, Map<EpisodeKey, StoredEpisode> episodes) {
    episodes.put(
        new EpisodeKey(
            episode.path("policy").asText(),
            episode.path("workload").asText(),
            episode.path("repetition").asInt()),
        new StoredEpisode(episode.path("functionCalls").toString(), figures(episode)));
  }

  private static void readRegimes(
      JsonNode regimes, List<String> names, Map<EpisodeKey, StoredEpisode> episodes) {
    for (JsonNode regime : regimes) {
      JsonNode name = regime.path("regime");
      String text =
          new RegimeName(
                  name.path("kind").asText(),
                  name.path("load").asDouble(),
                  name.path("cluster").asText(),
                  name.path("calibration").asText(),
                  name.path("start").asText())
              .text();
      names.add(text);
      for (Map.Entry<String, JsonNode> policy : regime.path("policies").properties()) {
        int repetition = 0;
        for (JsonNode draw : policy.getValue().path("draws")) {
          episodes.put(
              new EpisodeKey(policy.getKey(), text, repetition++),
              new StoredEpisode(draw.path("arrivals").asText(), figures(draw)));
        }
      }
    }
  }

  private static Map<ComparedMetric, Double> figures(JsonNode episode) {
    Map<ComparedMetric, Double> figures = new HashMap<>();
    for (ComparedMetric metric : ComparedMetric.values()) {
      double figure = episode.path(metric.field()).asDouble(Double.NaN);
      figures.put(metric, figure * metric.factor());
    }
    return Map.copyOf(figures);
  }

  private void requireEpisodes() {
    if (repetitions == 0) {
      throw new InvalidInputException(
          source + ": repetitions: expected some, found none; results of 0.1.0 do not have them");
    }
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
