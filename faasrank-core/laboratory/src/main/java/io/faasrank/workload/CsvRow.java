package io.faasrank.workload;

import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/**
 * One row of a {@link CsvTable}: values by column position, checked while they are read.
 *
 * @param line number of the line in the file, the header being 1
 */
record CsvRow(String file, long line, Map<String, Integer> columns, CSVRecord values) {

  /** A text that is not blank. */
  String text(int column) {
    String value = values.get(column);
    if (value.isEmpty()) {
      throw wrong(column, "a name");
    }
    return value;
  }

  boolean isBlank(int column) {
    return values.get(column).isEmpty();
  }

  /** Whether the value is a number below 0. */
  boolean isNegative(int column) {
    try {
      return Double.parseDouble(values.get(column)) < 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** A whole number from {@code least} to the largest int. */
  int wholeNumber(int column, int least) {
    return wholeNumber(column, least, Integer.MAX_VALUE);
  }

  /** A whole number in a range. */
  int wholeNumber(int column, int least, int most) {
    String value = values.get(column);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as is a number out of range: the message is the same.
    }
    throw wrong(column, "a whole number from " + least + " to " + most);
  }

  /** A finite number from 0 to {@code most}. */
  double number(int column, double most, String unit) {
    String value = values.get(column);
    try {
      double number = Double.parseDouble(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as is a number out of range: the message is the same.
    }
    throw wrong(column, String.format(Locale.ROOT, "%s from 0 to %.0f", unit, most));
  }

  /** The exception for a value that is not as expected. */
  InvalidInputException wrong(int column, String expectation) {
    String name =
        columns.entrySet().stream()
            .filter(entry -> entry.getValue() == column)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return new InvalidInputException(
        String.format(
            "%s, line %s, column %s: expected %s, found %s",
            file, line, name, expectation, InvalidInputException.quote(values.get(column))));
  }
}
