package io.faasrank.testbed.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.experiment.EpisodeRunner;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a live page shows: what is being done, the invokers, and the episodes that have ended. */
final class LiveStory {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<ObjectNode> arms = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String stage;
  private @Nullable Supplier<ReplayStatus> episode;

  LiveStory(String stage) {
    this.stage = stage;
  }

  /** What is being done between episodes. */
  synchronized void stage(String words) {
    stage = words;
    episode = null;
  }

  /** Something has happened that stays on the page. */
  synchronized void note(String line) {
    notes.add(line);
  }

  /** An episode begins. */
  synchronized void begins(Supplier<ReplayStatus> status) {
    episode = status;
  }

  /** The same runner, whose results the page shows. */
  EpisodeRunner watching(EpisodeRunner runner) {
    return (policy, workload, repetition, replay) -> {
      EpisodeResult result = runner.run(policy, workload, repetition, replay);
      ended(policy + (replay > 0 ? " (A/A)" : ""), workload, repetition, result);
      return result;
    };
  }

  private synchronized void ended(
      String policy, String workload, int repetition, EpisodeResult result) {
    ObjectNode arm = MAPPER.createObjectNode();
    arm.put("policy", policy);
    arm.put("workload", workload);
    arm.put("repetition", repetition);
    arm.put("activations", result.completions().size());
    arm.put("mean", result.meanCompletionTime());
    arm.put("cold", result.completions().stream().filter(Completion::cold).count());
    arms.add(arm);
  }

  /** All of it as JSON on one line. */
  String json() {
    Supplier<ReplayStatus> running;
    ObjectNode root = MAPPER.createObjectNode();
    synchronized (this) {
      running = episode;
      root.put("stage", stage);
      ArrayNode ended = root.putArray("arms");
      arms.forEach(ended::add);
      ArrayNode told = root.putArray("notes");
      notes.forEach(told::add);
    }
    if (running != null) {
      ReplayStatus now = running.get();
      root.put("stage", now.title());
      root.put("arrivals", now.arrivals());
      root.put("submitted", now.submitted());
      root.put("completed", now.completed());
      root.set("invokers", MAPPER.valueToTree(now.invokers()));
    }
    return root.toString();
  }
}
