package io.faasrank.cli;

import io.faasrank.report.DecisionReport;
import io.faasrank.report.DecisionReport.DecisionFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * What all commands that explain a decision have in common: the question, and the answer's form.
 */
public final class DecisionOptions {

  private static final List<String> FILES = List.of("decision.txt", "decision.json");

  private static final String INVOKER = "invoker";

  @Option(
      names = "--why-not",
      paramLabel = "INVOKER",
      converter = InvokerNumber.class,
      description = "Why not this one, as in 3 or invoker3 (default: the runner-up).")
  private @Nullable Integer whyNot;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "What to print: table or json (default ${DEFAULT-VALUE}).")
  private DecisionFormat format = DecisionFormat.TABLE;

  @Mixin private ReportFolder folder = new ReportFolder();

  /** An invoker's number, by itself or behind the word. */
  static final class InvokerNumber implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String value) {
      String number =
          value.regionMatches(true, 0, INVOKER, 0, INVOKER.length())
              ? value.substring(INVOKER.length())
              : value;
      if (!number.matches("\\d{1,6}")) {
        throw new TypeConversionException(
            "expected an invoker's number such as 3, found '" + value + "'");
      }
      return Integer.valueOf(number);
    }
  }

  /** The invoker that is asked about, by number; empty for the runner-up. */
  public Optional<Integer> whyNot() {
    return Optional.ofNullable(whyNot);
  }

  /** Whether JSON is asked for. */
  public boolean json() {
    return format == DecisionFormat.JSON;
  }

  /** Creates the folder of {@code --out}, before anything long is run. */
  public void create() {
    folder.create(FILES);
  }

  /** Writes the files, then prints. */
  public void write(DecisionReport report, PrintWriter out) throws IOException {
    folder.write(FILES.get(0), file -> report.write(DecisionFormat.TABLE, file));
    folder.write(FILES.get(1), file -> report.write(DecisionFormat.JSON, file));
    report.write(format, out);
  }
}
