package io.faasrank.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The registry of trace formats. */
public final class TraceFormats {

  private static final List<TraceFormat> ALL =
      List.of(new Azure2019Format(), new Azure2019PublishedFormat(), new Azure2021Format());

  private TraceFormats() {}

  /** Every name, as in {@code FORMAT:DIR}. */
  public static List<String> names() {
    return ALL.stream().map(TraceFormat::name).toList();
  }

  /** The folder of a trace named as {@code [FORMAT:]DIR}; it need not exist. */
  public static Path folder(String trace) {
    return Path.of(named(trace).map(f -> trace.substring(f.name().length() + 1)).orElse(trace));
  }

  /**
   * Reads a trace.
   *
   * @param trace {@code DIR}, whose format is then recognised, or {@code FORMAT:DIR}
   * @throws InvalidInputException if there is no such folder, if it is of no format or of several,
   *     or naming file, line, column and value of what cannot be read
   */
  public static Trace read(String trace) {
    Path folder = folder(trace);
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("expected a folder, found " + folder);
    }
    return named(trace).orElseGet(() -> recognised(folder)).read(folder);
  }

  private static Optional<TraceFormat> named(String trace) {
    return ALL.stream().filter(format -> starts(trace, format.name() + ":")).findFirst();
  }

  private static boolean starts(String trace, String prefix) {
    return trace.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static TraceFormat recognised(Path folder) {
    List<TraceFormat> fitting = ALL.stream().filter(f -> f.recognises(folder)).toList();
    if (fitting.isEmpty()) {
      throw new InvalidInputException(
          folder
              + ": expected the files of a trace: "
              + ALL.stream()
                  .map(format -> format.files() + " (" + format.name() + ")")
                  .collect(Collectors.joining(", ")));
    }
    if (fitting.size() > 1) {
      throw new InvalidInputException(
          folder
              + ": expected the files of one trace, found those of "
              + fitting.stream().map(TraceFormat::name).collect(Collectors.joining(" and "))
              + "; name one of them, as in "
              + fitting.get(0).name()
              + ":"
              + folder);
    }
    return fitting.get(0);
  }
}
