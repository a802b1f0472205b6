package io.faasrank.cli;

import com.typesafe.config.ConfigException;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.SimulatedExperiments;
import io.faasrank.training.TrainingDivergedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank}: registers the commands and decides how they end. Input that the user has to
 * correct (a bad option or key of the configuration, or an {@link IllegalArgumentException} of the
 * reader that found it) is one line on standard error and exit code 2. A training that diverged, a
 * {@link ExperimentFailedException} and an interruption are one line and exit code 1. Anything else
 * that is thrown is a fault of the program: its stack trace and exit code 1.
 *
 * <p>All commands inherit help, version and the order of options from {@code faasrank}.
 *
 * <p>Another module adds commands of its own by {@link #run(List, String...)}.
 */
@Command(
    name = "faasrank",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "A learned function scheduler for Apache OpenWhisk, and its simulator.")
public final class Commands implements Runnable {

  /** Exit code of success. */
  public static final int OK = 0;

  /** Exit code of a fault of the program. */
  public static final int FAULT = 1;

  /** Exit code of input that the user has to correct. */
  public static final int BAD_INPUT = 2;

  /** Exit code of a comparison that crosses a threshold. */
  public static final int CROSSED = 3;

  /** Exit code of a comparison with a result measured on a machine that was too slow for it. */
  public static final int UNSOUND = 4;

  @Spec private @Nullable CommandSpec spec;

  private Commands() {}

  /** Runs the process's command line with the laboratory's commands alone. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(), arguments));
  }

  /**
   * Runs a command line on the process's standard output and standard error.
   *
   * @param further commands, of picocli, beside the laboratory's; they are listed first
   * @return the exit code
   */
  public static int run(List<?> further, String... arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return run(further, out, err, arguments);
  }

  /** As {@link #run(List, String...)}, on the given writers. */
  public static int run(List<?> further, PrintWriter out, PrintWriter err, String... arguments) {
    return run(
        further,
        new SimulatedExperiments(warning -> warn(err, warning)),
        Clock.systemUTC(),
        out,
        err,
        arguments);
  }

  /**
   * Runs a command line.
   *
   * @param experiments resolves what {@code evaluate} runs
   * @param clock dates what {@code train} makes
   * @return the exit code
   */
  static int run(
      List<?> further,
      Experiment.Factory experiments,
      Clock clock,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    CommandLine line = new CommandLine(new Commands());
    further.forEach(line::addSubcommand);
    line.addSubcommand(new EvaluateCommand(experiments))
        .addSubcommand(new CompareResultsCommand())
        .addSubcommand(new ExplainCommand(experiments))
        .addSubcommand(new RegimesCommand())
        .addSubcommand(new CalibrateCommand())
        .addSubcommand(new TrainCommand(clock))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((e, args) -> badInput(err, e))
        .setExecutionExceptionHandler((e, command, result) -> failed(err, e));
    PolicyList.addTo(line);
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  /** Without a command. */
  @Override
  public void run() {
    throw commandExpected(spec);
  }

  /** The command line that a command runs through. */
  public static CommandLine line(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("a command runs through its command line only");
    }
    return spec.commandLine();
  }

  /** The exception for a group of commands without a command. */
  public static ParameterException commandExpected(@Nullable CommandSpec group) {
    CommandLine line = line(group);
    return new ParameterException(
        line, "expected a command: " + String.join(", ", line.getSubcommands().keySet()));
  }

  /** Tells the user what was found in files and passed over. */
  public static void warn(@Nullable CommandSpec spec, List<String> warnings) {
    warnings.forEach(warning -> warn(line(spec).getErr(), warning));
  }

  private static void warn(PrintWriter err, String warning) {
    err.println("faasrank: warning: " + warning);
  }

  private static int badInput(PrintWriter err, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    err.println(
        "faasrank: " + message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(""));
    return BAD_INPUT;
  }

  private static int failed(PrintWriter err, Exception e) {
    if (e instanceof IllegalArgumentException || e instanceof ConfigException) {
      return badInput(err, e);
    }
    if (e instanceof ExperimentFailedException || e instanceof CancellationException) {
      err.println("faasrank: " + e.getMessage());
      return FAULT;
    }
    if (e instanceof TrainingDivergedException) {
      err.println("faasrank: training diverged at " + e.getMessage());
      return FAULT;
    }
    e.printStackTrace(err);
    return FAULT;
  }

  /** Whether an option is in the command line, even with the value that it has by default. */
  static boolean given(@Nullable CommandSpec spec, String option) {
    return line(spec).getParseResult().hasMatchedOption(option);
  }
}
