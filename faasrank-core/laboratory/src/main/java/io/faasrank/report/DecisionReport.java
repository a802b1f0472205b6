package io.faasrank.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.policy.Explanation;
import io.faasrank.policy.FeatureEffect;
import io.faasrank.simulation.ExplainedDecision;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why an activation went where it went, in a table and in words, or as JSON.
 *
 * @param facts what is known of the activation, by name, in order
 * @param story of it, a sentence a line
 * @param decision candidates, scores and what moved them; empty where no policy gave an answer, or
 *     what it saw is not known, which the story tells
 * @param first number of the invoker at position 0
 * @param instead the invoker that is asked about, by number; empty for the runner-up
 */
public record DecisionReport(
    Map<String, String> facts,
    List<String> story,
    Optional<ExplainedDecision> decision,
    int first,
    Optional<Integer> instead) {

  /** How it is written. */
  public enum DecisionFormat {
    TABLE,
    JSON
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();

  public DecisionReport {
    story = List.copyOf(story);
  }

  /** Writes it; flushes, does not close. */
  public void write(DecisionFormat format, Writer out) throws IOException {
    if (format == DecisionFormat.JSON) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      out.write(MAPPER.writer(printer).writeValueAsString(tree()) + "\n");
    } else {
      for (String line : story) {
        out.write(TextTable.wrapped(line) + "\n");
      }
      if (decision.isPresent()) {
        out.write("\n" + table(decision.get()) + "\n\n");
        for (String line : words(decision.get())) {
          out.write(TextTable.wrapped(line) + "\n");
        }
      }
    }
    out.flush();
  }

  private String table(ExplainedDecision decided) {
    Explanation explanation = decided.explanation();
    List<List<String>> rows = new ArrayList<>();
    int rank = 1;
    for (Explanation.Candidate each : explanation.ranking()) {
      boolean chosen = each.position() == explanation.chosen().position();
      rows.add(
          List.of(
              Integer.toString(rank++),
              Integer.toString(first + each.position()) + (chosen ? " *" : ""),
              effects(decided.against().getOrDefault(each.position(), List.of())),
              Numbers.fixed(each.score(), 3),
              Numbers.fixed(100 * each.probability(), 1)));
    }
    boolean learned = !decided.against().isEmpty();
    return TextTable.of(
        List.of("rank", "invoker", learned ? "beside the chosen one *" : "", "score", "softmax %"),
        3,
        rows);
  }

  /** The largest only, so that a line fits a screen. */
  private static String effects(List<FeatureEffect> effects) {
    return effects.stream()
        .limit(1)
        .map(each -> signed(each.contribution()) + " " + each.name() + " (" + each.value() + ")")
        .collect(Collectors.joining(", "));
  }

  /** The answers to why that one, and why not that one. */
  private List<String> words(ExplainedDecision decided) {
    Explanation explanation = decided.explanation();
    int chosen = first + explanation.chosen().position();
    List<String> words = new ArrayList<>();
    if (explanation.overloaded()) {
      words.add("No invoker had memory for it, so it had to wait wherever it went.");
    }
    if (explanation.effects().isEmpty() && decided.against().isEmpty()) {
      words.add("Invoker " + chosen + " was chosen by a rule: its scores are all that it knows.");
    } else {
      words.add(
          "Why invoker "
              + chosen
              + ": beside the mean of all candidates its score was moved by "
              + sentence(explanation.effects())
              + ".");
    }
    if (asked(explanation) == chosen) {
      words.add("Invoker " + chosen + " is the one that was chosen.");
      return words;
    }
    for (Explanation.Candidate each : explanation.ranking()) {
      if (first + each.position() == asked(explanation)) {
        words.add(
            "Why not invoker "
                + asked(explanation)
                + ": it scored "
                + Numbers.fixed(each.score(), 3)
                + ", "
                + Numbers.fixed(Math.abs(explanation.chosen().score() - each.score()), 3)
                + (each.score() > explanation.chosen().score() ? " more" : " less")
                + (decided.against().containsKey(each.position())
                    ? "; beside the chosen one it was moved by "
                        + sentence(decided.against().getOrDefault(each.position(), List.of()))
                    : "")
                + ".");
      }
    }
    instead
        .filter(
            number -> explanation.ranking().stream().noneMatch(c -> first + c.position() == number))
        .ifPresent(
            number ->
                words.add(
                    "Why not invoker "
                        + number
                        + ": it was no candidate, for it had no memory, was not usable, or there"
                        + " is none."));
    return words;
  }

  private int asked(Explanation explanation) {
    return instead.orElseGet(
        () ->
            explanation.ranking().stream()
                .filter(each -> each.position() != explanation.chosen().position())
                .findFirst()
                .map(each -> first + each.position())
                .orElse(-1));
  }

  private static String sentence(List<FeatureEffect> effects) {
    return effects.isEmpty()
        ? "nothing"
        : effects.stream()
            .map(each -> each.name() + " (" + each.value() + ") " + signed(each.contribution()))
            .collect(Collectors.joining(", "));
  }

  private static String signed(float value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }

  private ObjectNode tree() {
    ObjectNode root = MAPPER.createObjectNode();
    facts.forEach(root::put);
    root.set("story", MAPPER.valueToTree(story));
    decision.ifPresent(each -> put(root, each));
    return root;
  }

  private void put(ObjectNode root, ExplainedDecision decided) {
    Explanation explanation = decided.explanation();
    root.put("chosen", first + explanation.chosen().position());
    root.put("overloaded", explanation.overloaded());
    root.set("movedBy", effectsTree(explanation.effects()));
    ArrayNode candidates = root.putArray("candidates");
    for (Explanation.Candidate each : explanation.ranking()) {
      ObjectNode node = candidates.addObject();
      node.put("invoker", first + each.position());
      node.put("score", Numbers.rounded(each.score()));
      node.put("probability", Numbers.rounded(each.probability()));
      node.set(
          "besideTheChosen",
          effectsTree(decided.against().getOrDefault(each.position(), List.of())));
    }
    root.set("words", MAPPER.valueToTree(words(decided)));
  }

  private static ArrayNode effectsTree(List<FeatureEffect> effects) {
    ArrayNode node = MAPPER.createArrayNode();
    for (FeatureEffect each : effects) {
      ObjectNode effect = node.addObject();
      effect.put("feature", each.name());
      effect.put("value", each.value());
      effect.put("contribution", Numbers.rounded(each.contribution()));
    }
    return node;
  }
}
