package io.faasrank.testbed.cli;

import io.faasrank.event.Ended;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.event.StartKind;
import io.faasrank.report.DecisionReport;
import io.faasrank.testbed.learn.LoggedActivation;
import io.faasrank.testbed.learn.RebuiltDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a log tells of an activation, in words.
 *
 * @param rebuilt its decision; empty where there was none, or it could not be rebuilt
 */
record LoggedStory(LoggedActivation activation, Optional<RebuiltDecision> rebuilt) {

  /** The invoker that another than the policy chose, where that is another invoker. */
  static Optional<Integer> elsewhere(Placed placed) {
    PolicySaid said = placed.said();
    return said == null || said.invoker() == placed.invoker()
        ? Optional.empty()
        : Optional.of(placed.invoker());
  }

  /**
   * The report.
   *
   * @param other the invoker that is asked about; empty for the runner-up
   */
  DecisionReport report(Optional<Integer> other) {
    return new DecisionReport(
        facts(),
        story(),
        rebuilt.map(RebuiltDecision::explained),
        rebuilt.map(RebuiltDecision::first).orElse(0),
        other);
  }

  private Map<String, String> facts() {
    Placed placed = activation.placed();
    PolicySaid said = placed.said();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("activation", placed.activationId());
    facts.put("controller", activation.controller());
    facts.put("action", placed.action().name());
    facts.put("memoryMb", Integer.toString(placed.action().memoryMb()));
    facts.put("placedAt", activation.placedAt().toString());
    if (placed.waitedMillis() > 0) {
      facts.put("waitedMillis", Integer.toString(placed.waitedMillis()));
    }
    facts.put("mode", placed.mode());
    facts.put("placer", placed.placer());
    facts.put("invoker", Integer.toString(placed.invoker()));
    if (said != null) {
      facts.put("policy", said.policy());
      facts.put("model", said.model());
      facts.put("said", Integer.toString(said.invoker()));
      facts.put("rebuilt", rebuilt.map(each -> each.exact() ? "exactly" : "nearly").orElse("no"));
    } else if (!placed.fallback().isEmpty()) {
      facts.put("fallback", placed.fallback());
    }
    Ended ended = activation.ended();
    if (ended != null) {
      facts.put("ended", ended.how().label());
      facts.put("tookSeconds", seconds(activation.tookSeconds()));
    }
    return facts;
  }

  private List<String> story() {
    Placed placed = activation.placed();
    List<String> story = new ArrayList<>();
    story.add(
        "Activation %s of %s, %s MB, was placed at %s."
            .formatted(
                placed.activationId(),
                placed.action().name(),
                placed.action().memoryMb(),
                activation.placedAt()));
    story.add(
        "%s sent it to invoker %s, in mode %s%s."
            .formatted(
                placed.placer(),
                placed.invoker(),
                placed.mode(),
                placed.placerProbability() < 1
                    ? String.format(
                        Locale.ROOT, ", where it had %.2f of the turns", placed.placerProbability())
                    : ""));
    if (placed.waitedMillis() > 0) {
      story.add(
          "Before that it had waited in the controller for %s ms, until an invoker suited."
              .formatted(placed.waitedMillis()));
    }
    story.add(end());
    story.addAll(decision(placed));
    return story;
  }

  private String end() {
    Ended ended = activation.ended();
    if (ended == null) {
      return "It had not ended when the log did.";
    }
    StringBuilder text = new StringBuilder("It ended after ");
    text.append(seconds(activation.tookSeconds())).append(" s: ").append(ended.how().label());
    if (ended.start() != StartKind.UNKNOWN) {
      text.append(ended.start() == StartKind.COLD ? ", a cold start" : ", a warm start");
    }
    text.append(millis(", waited ", ended.waitMillis()));
    if (ended.start() == StartKind.COLD) {
      text.append(millis(", initialised for ", ended.initMillis()));
    }
    text.append(millis(", ran ", ended.runMillis()));
    return text.append('.').toString();
  }

  private static String millis(String before, int value) {
    return value == Ended.UNKNOWN ? "" : before + value + " ms";
  }

  private List<String> decision(Placed placed) {
    PolicySaid said = placed.said();
    if (said == null) {
      return List.of(
          placed.fallback().isEmpty()
              ? "No policy was asked about it."
              : "The policy was asked and gave no answer: " + placed.fallback() + ".");
    }
    List<String> lines = new ArrayList<>();
    if (!said.policy().equals(placed.placer())) {
      lines.add("%s was asked too, and said invoker %s.".formatted(said.policy(), said.invoker()));
    }
    if (rebuilt.isEmpty()) {
      lines.add(
          "What that decision saw cannot be rebuilt: the log does not have the start of its"
              + " controller, or not the model. A recorder that runs when controllers start keeps"
              + " both.");
    } else if (!rebuilt.get().exact()) {
      lines.add(
          "The log does not tell to the bit what that decision saw, so the scores below are nearly"
              + " those of then.");
    }
    return lines;
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
