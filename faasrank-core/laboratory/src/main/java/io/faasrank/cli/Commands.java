package io.faasrank.cli;

import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.SimulatedExperiments;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank}: registers the commands and decides how they end. Input that the user has to
 * correct (a bad option or key of the configuration, or an {@link IllegalArgumentException} of the
 * reader that found it) is one line on standard error and exit code 2. A training that diverged, an
 * {@link ExperimentFailedException}, an interruption, too little memory, and output that cannot be
 * written are one line and exit code 1. Anything else that is thrown is a fault of the program: its
 * stack trace and exit code 1.
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

  private static final String COMPLETION = "completion";

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
    Locale.setDefault(Locale.ROOT); // libraries print numbers too
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return run(further, StandardOutput.ofProcess(), err, arguments);
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
    CommandLine line = build(further, experiments, clock, out, err);
    int code = execute(line, err, arguments);
    String lost = StandardOutput.lost(out);
    if (lost != null) {
      err.println("faasrank: output was lost: " + lost);
      code = code == OK ? FAULT : code;
    }
    err.flush();
    return code;
  }

  /**
   * The command line that {@link #run(List, String...)} runs, for what describes it: man pages,
   * completion.
   */
  public static CommandLine describe(List<?> further) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return build(
        further, new SimulatedExperiments(warning -> {}), Clock.systemUTC(), nowhere, nowhere);
  }

  private static CommandLine build(
      List<?> further,
      Experiment.Factory experiments,
      Clock clock,
      PrintWriter out,
      PrintWriter err) {
    CommandLine line = new CommandLine(new Commands());
    CommandLine explain = new CommandLine(new ExplainCommand(experiments));
    for (Object each : further) {
      (each instanceof ExplainSubcommand ? explain : line).addSubcommand(each);
    }
    line.addSubcommand(new EvaluateCommand(experiments))
        .addSubcommand(new CompareResultsCommand())
        .addSubcommand(explain)
        .addSubcommand(new RegimesCommand())
        .addSubcommand(new CalibrateCommand())
        .addSubcommand(new TrainCommand(clock))
        .addSubcommand(new SignCommand())
        .addSubcommand(new HelpCommand())
        .addSubcommand(new CommandLine(new GenerateCompletion()).setCommandName(COMPLETION))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setSubcommandsCaseInsensitive(true)
        .setOptionsCaseInsensitive(true)
        .setOut(out)
        .setErr(err)
        .setExecutionStrategy(Commands::runLast)
        .setParameterExceptionHandler(
            (e, args) -> Failure.badInput(err, Suggestions.added(e, args)))
        .setExecutionExceptionHandler((e, command, result) -> Failure.report(err, e));
    HelpSections.addTo(line);
    return line;
  }

  private static int execute(CommandLine line, PrintWriter err, String... arguments) {
    for (String argument : arguments) {
      if (argument.matches("@[^@].*") && !Files.isReadable(Path.of(argument.substring(1)))) {
        return Failure.badInput(
            err,
            new IllegalArgumentException(
                argument + ": expected a file of options, found none that can be read"));
      }
    }
    try {
      return line.execute(arguments);
    } catch (RuntimeException | Error e) { // picocli handles the exceptions of commands alone
      return Failure.report(err, e);
    }
  }

  /** Runs what was asked for, unless that is help, once the machine is seen to be able to. */
  private static int runLast(CommandLine.ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    try {
      Heap.check();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(parsed.commandSpec().commandLine(), e.getMessage(), e);
    }
    return new CommandLine.RunLast().execute(parsed);
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
        line,
        "expected a command: "
            + line.getSubcommands().keySet().stream()
                .filter(name -> !name.equals("help") && !name.equals(COMPLETION))
                .collect(Collectors.joining(", ")));
  }

  /** Tells the user what was found in files and passed over. */
  public static void warn(@Nullable CommandSpec spec, List<String> warnings) {
    warnings.forEach(warning -> warn(line(spec).getErr(), warning));
  }

  private static void warn(PrintWriter err, String warning) {
    err.println("faasrank: warning: " + warning);
  }

  /** Whether an option is in the command line, even with the value that it has by default. */
  static boolean given(@Nullable CommandSpec spec, String option) {
    return line(spec).getParseResult().hasMatchedOption(option);
  }
}
