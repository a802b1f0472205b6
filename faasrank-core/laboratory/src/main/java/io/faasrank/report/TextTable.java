package io.faasrank.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table as aligned text without borders or blanks at the ends of lines. One that is wider than a
 * line goes on below, with its first columns again, unless these take more than half of a line.
 */
public final class TextTable {

  /** The width of a terminal that nobody has made wider. */
  static final int LINE = 80;

  /** Blanks around a column. */
  private static final int MARGIN = 2;

  private final List<String> headers;
  private final int left;
  private final List<List<String>> rows;

  private TextTable(List<String> headers, int left, List<List<String>> rows) {
    this.headers = headers;
    this.left = left;
    this.rows = rows;
  }

  /**
   * Aligns the columns.
   *
   * @param left how many of the first columns are words, and so flush left; at least 1. They are in
   *     every part of a wide table
   * @return without a line break at the end
   */
  public static String of(List<String> headers, int left, List<List<String>> rows) {
    return new TextTable(headers, left, rows).text();
  }

  private String text() {
    int words = IntStream.range(0, left).map(this::width).sum();
    List<String> parts = new ArrayList<>();
    int from = left;
    do {
      int to = from;
      int width = words;
      while (to < headers.size()
          && (to == from || words > LINE / 2 || width + width(to) - 1 <= LINE)) {
        width += width(to++);
      }
      parts.add(part(from, to));
      from = to;
    } while (from < headers.size());
    return String.join("\n", parts);
  }

  private int width(int column) {
    return MARGIN
        + rows.stream()
            .mapToInt(row -> row.get(column).length())
            .reduce(headers.get(column).length(), Math::max);
  }

  /** The words and the columns from one up to another. */
  private String part(int from, int to) {
    int[] shown = IntStream.range(0, to).filter(c -> c < left || c >= from).toArray();
    Column[] columns = new Column[shown.length];
    for (int i = 0; i < shown.length; i++) {
      HorizontalAlign align = shown[i] < left ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
      columns[i] =
          new Column()
              .header(headers.get(shown[i]))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(200);
    }
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .lineSeparator("\n")
        .data(
            columns,
            rows.stream()
                .map(row -> IntStream.of(shown).mapToObj(row::get).toArray(String[]::new))
                .toArray(String[][]::new))
        .asString()
        .replaceAll("(?m) +$", "");
  }

  /** A text in lines of that width, broken between words. */
  static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : text.split(" ", -1)) {
      if (length > 0 && length + 1 + word.length() > LINE) {
        lines.append('\n');
        length = 0;
      } else if (length > 0) {
        lines.append(' ');
        length++;
      }
      lines.append(word);
      length += word.length();
    }
    return lines.toString();
  }
}
