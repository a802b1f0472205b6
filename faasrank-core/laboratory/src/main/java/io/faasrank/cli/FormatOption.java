package io.faasrank.cli;

import io.faasrank.report.ReportFormat;
import picocli.CommandLine.Option;

/** The option {@code --format} of all commands whose result is an evaluation. */
public final class FormatOption {

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "What to print: table, csv, json or html (default ${DEFAULT-VALUE}).")
  private ReportFormat format = ReportFormat.TABLE;

  /** As given. */
  public ReportFormat value() {
    return format;
  }
}
