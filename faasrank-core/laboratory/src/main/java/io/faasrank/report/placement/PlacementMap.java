package io.faasrank.report.placement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.policy.Explanation;
import io.faasrank.policy.FeatureEffect;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.ExplainedDecision;
import io.faasrank.workload.FunctionProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same arrivals under schedulers, as the data of the page's script: a row an invoker, time
 * across, load, cold starts, waits, containers, and some of the activations with why they went
 * where they went. Its size is bounded whatever the episode: time is cut into columns, invokers are
 * put together, and activations are taken evenly.
 */
public final class PlacementMap {

  /** Most activations that can be chosen. Chosen: half a megabyte of the page at ten invokers. */
  public static final int MOST_ACTIVATIONS = 250;

  /** Columns of time. Chosen: four pixels each on a wide screen. */
  private static final int COLUMNS = 180;

  /** Most candidates of a decision. Chosen: what a table shows. */
  private static final int MOST_CANDIDATES = 12;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * An episode under a scheduler.
   *
   * @param policy its name
   * @param style class of the style sheet
   */
  public record Scheduler(String policy, String style, EpisodeRecord record) {}

  private final List<Scheduler> schedulers;
  private final double endSeconds;
  private final int stride;

  /**
   * @param schedulers at least one, all with the same invokers, functions and arrivals
   */
  public PlacementMap(List<Scheduler> schedulers) {
    this.schedulers = List.copyOf(schedulers);
    endSeconds =
        schedulers.stream()
            .flatMap(each -> each.record().completions().stream())
            .mapToDouble(Completion::completionSeconds)
            .max()
            .orElse(1);
    int activations =
        schedulers.stream().mapToInt(each -> each.record().completions().size()).max().orElse(0);
    int step = 1;
    while (activations > MOST_ACTIVATIONS * step) {
      step *= 2;
    }
    stride = step;
  }

  /** What a row is, in words. */
  public String rowMeans() {
    int together = Rows.of(schedulers.get(0).record().invokers()).together();
    return together == 1 ? "an invoker" : "up to " + together + " neighbouring invokers";
  }

  /** JSON that may stand between script tags. */
  public String json() {
    try {
      return MAPPER.writeValueAsString(tree()).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and strings are JSON", e);
    }
  }

  private ObjectNode tree() {
    ObjectNode root = MAPPER.createObjectNode();
    EpisodeRecord first = schedulers.get(0).record();
    Rows rows = Rows.of(first.invokers());
    root.put("end", endSeconds);
    root.put("columns", COLUMNS);
    root.put("together", rows.together());
    root.put("stride", stride);
    root.put("leastWait", rounded(first.leastWaitSeconds()));
    root.set(
        "functions",
        MAPPER.valueToTree(first.functions().stream().map(FunctionProfile::name).toList()));
    root.set("rows", MAPPER.valueToTree(rows.labels()));
    ArrayNode panels = root.putArray("panels");
    for (Scheduler each : schedulers) {
      panels.add(tree(each, new Panel(each.record(), rows, endSeconds / COLUMNS, COLUMNS)));
    }
    return root;
  }

  private ObjectNode tree(Scheduler scheduler, Panel panel) {
    ObjectNode node = MAPPER.createObjectNode();
    EpisodeRecord record = scheduler.record();
    node.put("policy", scheduler.policy());
    node.put("style", scheduler.style());
    List<Completion> all = record.completions();
    node.put("activations", all.size());
    node.put("cold", all.stream().filter(Completion::cold).count());
    node.put("waited", all.stream().filter(panel::waited).count());
    double total = all.stream().mapToDouble(Completion::completionTime).sum();
    node.put("mean", rounded(total / Math.max(1, all.size())));
    node.set("load", MAPPER.valueToTree(panel.load()));
    node.set("coldStarts", MAPPER.valueToTree(panel.coldStarts()));
    node.set("waits", MAPPER.valueToTree(panel.waits()));
    node.set("containers", MAPPER.valueToTree(panel.containers()));
    ArrayNode chosen = node.putArray("chosen");
    for (int i = 0; i < all.size(); i += stride) {
      chosen.add(tree(i, panel, record.decisions().get(i)));
    }
    return node;
  }

  private static ObjectNode tree(int id, Panel panel, @Nullable ExplainedDecision decision) {
    Completion completion = panel.record().completions().get(id);
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", id);
    node.put("f", completion.function());
    node.put("i", completion.invoker());
    node.put("at", rounded(completion.arrivalSeconds()));
    node.put("wait", panel.waited(completion) ? rounded(completion.queueSeconds()) : 0);
    node.put("took", rounded(completion.completionTime()));
    node.put("cold", completion.cold() ? 1 : 0);
    if (decision != null) {
      put(node, decision);
    }
    return node;
  }

  private static void put(ObjectNode node, ExplainedDecision decision) {
    Explanation explanation = decision.explanation();
    node.put("of", explanation.ranking().size());
    node.put("full", explanation.overloaded() ? 1 : 0);
    node.set("why", effects(explanation.effects()));
    ArrayNode candidates = node.putArray("candidates");
    int shown = 0;
    for (Explanation.Candidate each : explanation.ranking()) {
      if (shown < MOST_CANDIDATES || each.position() == explanation.chosen().position()) {
        ArrayNode candidate = candidates.addArray();
        candidate.add(each.position());
        candidate.add(rounded(each.score()));
        candidate.add(rounded(each.probability()));
        candidate.add(effects(decision.against().getOrDefault(each.position(), List.of())));
        shown++;
      }
    }
  }

  private static ArrayNode effects(List<FeatureEffect> effects) {
    ArrayNode node = MAPPER.createArrayNode();
    for (FeatureEffect each : effects) {
      node.addArray().add(each.name()).add(each.value()).add(rounded(each.contribution()));
    }
    return node;
  }

  /** To milliseconds, or thousandths of a score. */
  private static double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1e3) / 1e3 : 0;
  }
}
