package io.faasrank.learn;

import io.faasrank.learn.Judgement.Judged;
import io.faasrank.learn.TwinFit.Compared;
import io.faasrank.report.Interval;
import io.faasrank.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A round of learning as people read it; each text ends with a line break. */
public final class LearningText {

  /** Most functions shown, those called most. */
  private static final int MOST = 20;

  private LearningText() {}

  /** What was estimated. */
  public static String of(Twin twin) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d invokers (%s), %s, %.2f arrivals a second, load %.2f, %.1f ms on the way%n",
            twin.invokers().size(),
            sizes(twin),
            twin.controllers() == 1 ? "1 controller" : twin.controllers() + " controllers",
            twin.arrivalsPerSecond(),
            twin.load(),
            1000 * twin.overheadSeconds()));
    text.append(
        String.format(
            Locale.ROOT,
            "calibration %s, contention exponent %.2f (%d slowed runs, %d CPU samples)%n%n",
            twin.calibration(),
            twin.exponent(),
            twin.slowedRuns(),
            twin.cpuSamples()));
    List<List<String>> rows =
        twin.functions().stream()
            .sorted((a, b) -> Integer.compare(b.calls(), a.calls()))
            .limit(MOST)
            .map(
                f ->
                    List.of(
                        f.name(),
                        Integer.toString(f.memoryMb()),
                        number(f.cores(), 2),
                        number(f.runSeconds(), 3),
                        number(f.variation(), 2),
                        number(f.initSeconds(), 3),
                        number(f.createSeconds(), 3),
                        Integer.toString(f.calls()),
                        Integer.toString(f.runs()),
                        Integer.toString(f.inits()),
                        Integer.toString(f.creations())))
            .toList();
    text.append(
            TextTable.of(
                List.of(
                    "function",
                    "MB",
                    "cores",
                    "run s",
                    "var",
                    "init s",
                    "create s",
                    "calls",
                    "runs",
                    "inits",
                    "creations"),
                1,
                rows))
        .append('\n');
    int more = twin.functions().size() - rows.size();
    if (more > 0) {
      text.append("and ").append(more).append(" more\n");
    }
    twin.remarks().forEach(remark -> text.append("note: ").append(remark).append('\n'));
    return text.toString();
  }

  /** Invokers by size, as the command line has clusters. */
  private static String sizes(Twin twin) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    twin.invokers()
        .forEach(
            i -> counts.merge(number(i.cores(), 0) + "c" + i.memoryMb() + "m", 1, Integer::sum));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + "x" + each.getKey())
        .collect(Collectors.joining(","));
  }

  /** How well the twin repeats the record. */
  public static String of(TwinFit fit) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("mean s", fit.activations(), fit.mean()));
    rows.add(row("median s", fit.activations(), fit.median()));
    rows.add(row("p95 s", fit.activations(), fit.p95()));
    rows.add(row("p99 s", fit.activations(), fit.p99()));
    rows.add(points("cold %", fit.activations(), fit.coldPercent()));
    for (TwinFit.FunctionFit each :
        fit.functions().subList(0, Math.min(MOST, fit.functions().size()))) {
      rows.add(row(each.name() + " mean s", each.activations(), each.mean()));
      rows.add(points(each.name() + " cold %", each.activations(), each.coldPercent()));
    }
    return "placed by "
        + fit.placers()
        + "\n"
        + TextTable.of(
            List.of("twin against record", "activations", "record", "twin", "error"), 1, rows)
        + String.format(
            Locale.ROOT,
            "%nmean of %d replays, whose means spread by %.1f %%%n",
            TwinFit.REPLAYS,
            100 * fit.spread() / fit.mean().twin());
  }

  private static List<String> row(String name, int activations, Compared compared) {
    return List.of(
        name,
        Integer.toString(activations),
        number(compared.recorded(), 3),
        number(compared.twin(), 3),
        signed(compared.errorPercent()) + " %");
  }

  private static List<String> points(String name, int activations, Compared compared) {
    return List.of(
        name,
        Integer.toString(activations),
        number(compared.recorded(), 1),
        number(compared.twin(), 1),
        signed(compared.twin() - compared.recorded()) + " points");
  }

  /** Who does how well on later arrivals. */
  public static String of(Judgement judgement) {
    List<List<String>> rows = new ArrayList<>();
    for (Judged each : judgement.policies()) {
      rows.add(
          List.of(
              each.name(),
              number(each.meanSeconds(), 3),
              number(each.p99Seconds(), 2),
              number(each.coldPercent(), 1),
              text(each.percentOfServing()),
              text(each.percentOfHashing())));
    }
    String text =
        TextTable.of(
                List.of(
                    "later arrivals", "mean s", "p99 s", "cold %", "% of serving", "% of hashing"),
                1,
                rows)
            + String.format(
                Locale.ROOT,
                "%n%d activations in %d blocks; best rule %s%n",
                judgement.activations(),
                judgement.blocks(),
                judgement.bestRule());
    OffPolicy offPolicy = judgement.offPolicy();
    return offPolicy == null ? text : text + of(offPolicy);
  }

  private static String of(OffPolicy offPolicy) {
    if (!offPolicy.refusal().isEmpty()) {
      return "off policy: no estimate: " + offPolicy.refusal() + "\n";
    }
    return String.format(
        Locale.ROOT,
        "off policy: %d decisions that count as %.0f; logged mean %.3f s, candidate %s s by SNIPS, %s s"
            + " doubly robust%n",
        offPolicy.decisions(),
        offPolicy.effective(),
        offPolicy.loggedSeconds(),
        seconds(offPolicy.snips()),
        seconds(offPolicy.doublyRobust()));
  }

  /** An estimate with its interval, in percent. */
  static String text(Interval interval) {
    return interval.bounded()
        ? number(interval.value(), 1)
            + " ("
            + number(interval.low(), 1)
            + " to "
            + number(interval.high(), 1)
            + ")"
        : number(interval.value(), 1);
  }

  private static String seconds(Interval interval) {
    return number(interval.value(), 3)
        + " ("
        + number(interval.low(), 3)
        + " to "
        + number(interval.high(), 3)
        + ")";
  }

  private static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
  }

  private static String signed(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%+.1f", value) : "-";
  }
}
