package io.faasrank.report.placement;

import io.faasrank.simulation.InvokerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a map: an invoker each, or of a large cluster so many neighbours together that a
 * screen shows them all.
 *
 * @param together invokers in a row
 */
record Rows(List<InvokerSettings> invokers, int together) {

  /** Most rows. Chosen: what fits a screen twice. */
  private static final int MOST = 40;

  static Rows of(List<InvokerSettings> invokers) {
    return new Rows(invokers, (invokers.size() + MOST - 1) / MOST);
  }

  int count() {
    return (invokers.size() + together - 1) / together;
  }

  /** The row of an invoker. */
  int of(int invoker) {
    return invoker / together;
  }

  /** Memory of the row's invokers, in MB. */
  double memoryMb(int row) {
    return members(row).stream().mapToDouble(InvokerSettings::memoryMb).sum();
  }

  List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (int row = 0; row < count(); row++) {
      int first = row * together;
      int last = first + members(row).size() - 1;
      labels.add(first == last ? Integer.toString(first) : first + "\u2013" + last);
    }
    return labels;
  }

  private List<InvokerSettings> members(int row) {
    return invokers.subList(row * together, Math.min(invokers.size(), (row + 1) * together));
  }
}
