package io.faasrank.report;

import io.faasrank.workload.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition under which a comparison fails, written as k6 writes its thresholds: {@code
 * fct>105%}, or {@code p99{M1}>120%} for one workload and {@code cold{*}>110%} for any.
 *
 * @param text as the user wrote it
 * @param metric what is compared
 * @param workload of that name; {@link ResultComparison#MEAN} for the mean, {@link #ANY} for any
 * @param operator {@code >}, {@code >=}, {@code <} or {@code <=}
 * @param percent of the first result
 */
public record Threshold(
    String text, ComparedMetric metric, String workload, String operator, double percent) {

  /** Stands for any workload. */
  public static final String ANY = "*";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<metric>[a-zA-Z0-9]+)\\s*(\\{(?<workload>[^{}]+)\\})?\\s*(?<operator>[<>]=?)\\s*"
              + "(?<percent>\\d+(\\.\\d+)?)\\s*%");

  /**
   * Reads one.
   *
   * @throws InvalidInputException saying what was expected
   */
  public static Threshold parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    Optional<ComparedMetric> metric =
        matcher.matches() ? ComparedMetric.named(matcher.group("metric")) : Optional.empty();
    if (metric.isEmpty()) {
      throw new InvalidInputException(
          "expected for instance 'fct>105%%' or 'p99{M1}>120%%', with one of %s, found '%s'"
              .formatted(ComparedMetric.keys(), text));
    }
    String workload = matcher.group("workload");
    return new Threshold(
        text,
        metric.get(),
        workload == null ? ResultComparison.MEAN : workload.strip(),
        matcher.group("operator"),
        Double.parseDouble(matcher.group("percent")));
  }

  /**
   * The first figure that crosses it, if one does.
   *
   * @param sure whether only figures count whose whole interval lies beyond
   * @throws InvalidInputException if the comparison has no such figure
   */
  public Optional<ResultComparison.ComparedFigure> crossed(
      ResultComparison comparison, boolean sure) {
    boolean known = false;
    for (ResultComparison.ComparedFigure row : comparison.rows()) {
      if (row.metric() != metric || !meant(row.workload()) || Double.isNaN(row.percent().value())) {
        continue;
      }
      known = true;
      if (crosses(row.percent(), sure)) {
        return Optional.of(row);
      }
    }
    if (!known) {
      throw new InvalidInputException(
          "'%s': both results must have that figure and workload".formatted(text));
    }
    return Optional.empty();
  }

  private boolean meant(String name) {
    return workload.equals(ANY) ? !name.equals(ResultComparison.MEAN) : workload.equals(name);
  }

  private boolean crosses(Interval interval, boolean sure) {
    return sure
        ? interval.bounded() && beyond(interval.low()) && beyond(interval.high())
        : beyond(interval.value());
  }

  private boolean beyond(double value) {
    return switch (operator) {
      case ">" -> value > percent;
      case ">=" -> value >= percent;
      case "<" -> value < percent;
      default -> value <= percent;
    };
  }
}
