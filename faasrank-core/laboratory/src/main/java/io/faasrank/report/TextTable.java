package io.faasrank.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;

/** A table as aligned text without borders or blanks at the ends of lines. */
final class TextTable {

  private TextTable() {}

  /**
   * Aligns the columns.
   *
   * @param left how many of the first columns are words, and so flush left
   * @return without a line break at the end
   */
  static String of(List<String> headers, int left, List<List<String>> rows) {
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < headers.size(); c++) {
      HorizontalAlign align = c < left ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
      columns.add(
          new Column().header(headers.get(c)).headerAlign(align).dataAlign(align).maxWidth(200));
    }
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .lineSeparator("\n")
        .data(
            columns.toArray(Column[]::new),
            rows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new))
        .asString()
        .replaceAll("(?m) +$", "");
  }
}
