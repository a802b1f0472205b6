package io.faasrank.workload;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header line, read row by row; columns are found by name, so their order does
 * not matter. UTF-8 with or without byte order mark, RFC 4180 quoting, blank lines skipped, spaces
 * around values dropped. Everything wrong with the file is an {@link InvalidInputException}.
 */
final class CsvTable implements Closeable {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setIgnoreEmptyLines(true)
          .setIgnoreSurroundingSpaces(true)
          .setTrim(true)
          .get();

  /** Column names shown when one is missing; a trace may have more than a thousand. */
  private static final int NAMES_SHOWN = 6;

  private final String file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Map<String, Integer> columns = new LinkedHashMap<>();

  private CsvTable(String file, Reader reader) throws IOException {
    this.file = file;
    this.parser = CSVParser.builder().setReader(reader).setFormat(FORMAT).get();
    this.records = parser.iterator();
  }

  /** Opens a file of the user. */
  static CsvTable open(Path path) {
    String file = path.toString();
    if (Files.isDirectory(path)) {
      throw new InvalidInputException(file + ": expected a CSV file, found a folder");
    }
    if (!Files.exists(path)) {
      throw new InvalidInputException(file + ": expected a CSV file, found nothing there");
    }
    try {
      return new CsvTable(file, Files.newBufferedReader(path, StandardCharsets.UTF_8)).header();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Opens a table that ships in this package. */
  static CsvTable resource(String name) {
    InputStream stream = CsvTable.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalStateException("resource " + name + " is missing from the jar");
    }
    try {
      Reader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return new CsvTable(name, reader).header();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private CsvTable header() {
    try {
      readHeader();
      return this;
    } catch (InvalidInputException e) {
      close();
      throw e;
    }
  }

  private void readHeader() {
    CSVRecord record = record();
    if (record == null) {
      throw new InvalidInputException(file + ": expected a header line, found an empty file");
    }
    for (int i = 0; i < record.size(); i++) {
      String name = i == 0 ? record.get(0).replace("\uFEFF", "") : record.get(i);
      if (columns.putIfAbsent(name, i) != null) {
        throw new InvalidInputException(
            file + ", line " + line() + ": column " + InvalidInputException.quote(name) + " twice");
      }
    }
  }

  String file() {
    return file;
  }

  /** Column names and their positions, in the file's order. */
  Map<String, Integer> columns() {
    return columns;
  }

  /** Position of a column that must be there. */
  int column(String name) {
    Integer position = columns.get(name);
    if (position == null) {
      throw lacks(name);
    }
    return position;
  }

  /** The exception for a missing column. */
  InvalidInputException lacks(String name) {
    String found = String.join(", ", columns.keySet().stream().limit(NAMES_SHOWN).toList());
    String more = columns.size() > NAMES_SHOWN ? ", ..." : "";
    return new InvalidInputException(
        file + ", line 1: expected a column " + name + ", found " + found + more);
  }

  /** Position of a column that may be there. */
  OptionalInt optionalColumn(String name) {
    Integer position = columns.get(name);
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /** The next row, or null at the end; a row longer or shorter than the header is refused. */
  @Nullable CsvRow next() {
    CSVRecord record = record();
    if (record == null) {
      return null;
    }
    if (record.size() != columns.size()) {
      throw new InvalidInputException(
          String.format(
              "%s, line %s: expected %s values as in the header, found %s",
              file, line(), columns.size(), record.size()));
    }
    return new CsvRow(file, line(), columns, record);
  }

  private @Nullable CSVRecord record() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    }
  }

  private long line() {
    return parser.getCurrentLineNumber();
  }

  private static InvalidInputException unreadable(String file, @Nullable IOException cause) {
    String reason =
        cause instanceof CharacterCodingException
            ? "it is not UTF-8 text"
            : String.valueOf(cause == null ? null : cause.getMessage()).replaceAll("\\s+", " ");
    return new InvalidInputException(file + ": cannot be read as CSV: " + reason);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
