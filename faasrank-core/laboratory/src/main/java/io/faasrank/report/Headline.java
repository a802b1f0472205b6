package io.faasrank.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The figures at the top of the HTML report. */
record Headline(Analysis analysis) {

  /** A figure with its name above and its interval or context below. */
  record Card(String what, String figure, String detail) {}

  List<Card> cards() {
    List<Card> cards = new ArrayList<>();
    add(cards, "Learned: ", analysis.bestLearned());
    add(cards, "Best heuristic: ", analysis.bestHeuristic());
    OptionalInt learned = analysis.bestLearned();
    if (learned.isPresent()) {
      int policy = learned.getAsInt();
      if (analysis.bestHeuristic().isPresent()) {
        cards.add(difference(analysis.table(Metric.DIFFERENCE).rows().get(policy).cells()));
      }
      cards.add(worstFunction(policy));
    }
    return cards;
  }

  private void add(List<Card> cards, String what, OptionalInt policy) {
    if (policy.isPresent()) {
      Interval mean = analysis.table(Metric.RELATIVE).total(policy.getAsInt());
      cards.add(
          new Card(
              what + name(policy.getAsInt()),
              Numbers.fixed(mean.value(), 1) + " %",
              "of hashing's mean FCT" + ends(mean)));
    }
  }

  private static Card difference(List<Interval> cells) {
    long sure = cells.stream().skip(1).filter(cell -> cell.high() < 0).count();
    String detail =
        cells.get(0).bounded()
            ? "surely lower on " + sure + " of " + Numbers.count(cells.size() - 1, "workload")
            : "from each workload's best heuristic";
    return new Card(
        "Difference",
        Numbers.fixed(cells.get(0).value(), 1) + " points",
        detail + ends(cells.get(0)));
  }

  private Card worstFunction(int policy) {
    MetricTable table = analysis.table(Metric.FUNCTION_RELATIVE);
    double worst = table.total(policy).value();
    List<Interval> cells = table.rows().get(policy).cells();
    int column = 0;
    for (int c = 1; c < cells.size(); c++) {
      column = cells.get(c).value() == worst ? c : column;
    }
    return new Card(
        "Worst function: " + table.columns().get(column),
        Numbers.fixed(worst, 1) + " %",
        "of its mean FCT under hashing, by " + name(policy));
  }

  private static String ends(Interval interval) {
    return interval.bounded()
        ? String.format(Locale.ROOT, " [%.1f, %.1f]", interval.low(), interval.high())
        : "";
  }

  private String name(int policy) {
    return analysis.evaluation().policies().get(policy).name();
  }
}
