package io.faasrank.workload;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A mean for each function or application of a trace, read from one file or from one a day. Several
 * rows of one are averaged by their number of samples, where the file has it. Negative means count
 * as unknown where they are accepted.
 */
final class MeanTable {

  private final String column;
  private final String samplesColumn;
  private final double most;
  private final String unit;
  private final boolean negativeIsUnknown;
  private final Map<FunctionId, Mean> means = new HashMap<>();
  private final Set<FunctionId> repeated = new HashSet<>();
  private Set<String> key = Set.of();
  private int negative;

  /**
   * @param column of the means
   * @param samplesColumn of the numbers of samples, which may be absent
   * @param most largest mean accepted
   */
  MeanTable(
      String column, String samplesColumn, double most, String unit, boolean negativeIsUnknown) {
    this.column = column;
    this.samplesColumn = samplesColumn;
    this.most = most;
    this.unit = unit;
    this.negativeIsUnknown = negativeIsUnknown;
  }

  /**
   * Adds a file.
   *
   * @param idColumns columns by which the functions are known
   * @param ofApplications whether the file may have means of applications, not of functions
   */
  void read(Path file, Set<String> idColumns, boolean ofApplications) {
    try (CsvTable table = CsvTable.open(file)) {
      Map<String, Integer> id = FunctionId.columns(table, idColumns);
      if (!id.containsKey(FunctionId.FUNCTION)
          && !(ofApplications && id.containsKey(FunctionId.APPLICATION))) {
        throw table.lacks(FunctionId.FUNCTION);
      }
      key = Set.copyOf(id.keySet());
      int mean = table.column(column);
      OptionalInt samples = table.optionalColumn(samplesColumn);
      Set<FunctionId> seen = new HashSet<>();
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        FunctionId one = FunctionId.of(row, id);
        if (!seen.add(one)) {
          repeated.add(one);
        }
        if (negativeIsUnknown && row.isNegative(mean)) {
          negative++;
          continue;
        }
        double value = row.number(mean, most, unit);
        double weight =
            samples.isPresent() ? row.number(samples.getAsInt(), 1e15, "a number of samples") : 1;
        means.computeIfAbsent(one, k -> new Mean()).add(value, weight);
      }
    }
  }

  OptionalDouble of(FunctionId function) {
    Mean mean = means.get(function.only(key));
    return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.value());
  }

  /** Functions or applications that stand in several rows of a file. */
  int repeated() {
    return repeated.size();
  }

  /** Rows whose mean is negative. */
  int negative() {
    return negative;
  }

  private static final class Mean {
    private int rows;
    private double sum;
    private double samples;
    private double sampleSum;

    void add(double value, double weight) {
      rows++;
      sum += value;
      samples += weight;
      sampleSum += value * weight;
    }

    double value() {
      return rows == 1 || samples == 0 ? sum / rows : sampleSum / samples;
    }
  }
}
