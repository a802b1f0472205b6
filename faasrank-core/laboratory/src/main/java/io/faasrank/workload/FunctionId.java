package io.faasrank.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What identifies a function in the files of the Azure Functions 2019 data set: its owner, its
 * application and itself, so far as a file has the columns.
 *
 * @param parts values of {@link #COLUMNS}, in their order; empty where a column is absent
 */
record FunctionId(List<String> parts) implements Comparable<FunctionId> {

  static final String FUNCTION = "HashFunction";

  static final String APPLICATION = "HashApp";

  private static final List<String> COLUMNS = List.of("HashOwner", APPLICATION, FUNCTION);

  FunctionId {
    parts = List.copyOf(parts);
  }

  /** Positions of those columns that a table has, of those asked for. */
  static Map<String, Integer> columns(CsvTable table, Set<String> wanted) {
    Map<String, Integer> columns = new LinkedHashMap<>();
    for (String name : COLUMNS) {
      if (wanted.contains(name)) {
        table.optionalColumn(name).ifPresent(position -> columns.put(name, position));
      }
    }
    return columns;
  }

  static Set<String> allColumns() {
    return Set.copyOf(COLUMNS);
  }

  static FunctionId of(CsvRow row, Map<String, Integer> columns) {
    List<String> parts = new ArrayList<>(COLUMNS.size());
    for (String name : COLUMNS) {
      Integer position = columns.get(name);
      parts.add(position == null ? "" : row.text(position));
    }
    return new FunctionId(parts);
  }

  /** The same so far as these columns say. */
  FunctionId only(Set<String> columns) {
    List<String> kept = new ArrayList<>(parts);
    for (int i = 0; i < COLUMNS.size(); i++) {
      if (!columns.contains(COLUMNS.get(i))) {
        kept.set(i, "");
      }
    }
    return new FunctionId(kept);
  }

  /** The data set's name of the function. */
  String function() {
    return parts.get(2);
  }

  @Override
  public int compareTo(FunctionId other) {
    return Comparator.comparing(FunctionId::function)
        .thenComparing(id -> id.parts.get(0))
        .thenComparing(id -> id.parts.get(1))
        .compare(this, other);
  }
}
