package io.faasrank.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All policies in one regime.
 *
 * @param rows hashing first
 */
public record RegimeCell(RegimeName regime, List<RegimeRow> rows) {

  public RegimeCell {
    rows = List.copyOf(rows);
  }

  /** The rule of least mean completion time; what knows the future or is another system is none. */
  public RegimeRow best() {
    return rows.stream()
        .filter(
            row ->
                row.policy().role() == PolicyRole.REFERENCE
                    || row.policy().role() == PolicyRole.HEURISTIC)
        .min(Comparator.comparingDouble(RegimeRow::meanSeconds))
        .orElseThrow();
  }

  /** The model: the first learned policy. */
  public Optional<RegimeRow> model() {
    return rows.stream().filter(row -> row.policy().role() == PolicyRole.LEARNED).findFirst();
  }

  /** Mean completion time in percent of the best rule's. */
  public double percent(RegimeRow row) {
    return 100 * row.meanSeconds() / best().meanSeconds();
  }

  /** 99th percentile in percent of that of the rule whose mean is best. */
  public double p99Percent(RegimeRow row) {
    return 100 * row.p99Seconds() / best().p99Seconds();
  }
}
