package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import io.faasrank.testbed.storm.Soak;
import io.faasrank.testbed.storm.SoakResult;
import io.faasrank.testbed.storm.StormSettings;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank testbed soak}: whether a controller's books stay true through faults. */
@Command(
    name = "soak",
    description =
        "Leads two controllers' classes through faults: invokers that end and come back, controllers"
            + " that are replaced, a Redis that fails. Ends with 1 if anything was lost, doubled or"
            + " leaked.")
final class SoakCommand implements Callable<Integer> {

  @Mixin private StormOptions options = new StormOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "1800",
      description = "How long there are faults (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    StormSettings settings = options.settings(seconds, false);
    PrintWriter out = Commands.line(spec).getOut();
    PrintWriter err = Commands.line(spec).getErr();
    SoakResult result;
    try (GracefulEnd end = new GracefulEnd()) {
      result =
          end.interruptibly(() -> Soak.run(settings, line -> err.println("faasrank: " + line)));
    }
    out.printf(
        Locale.ROOT,
        "%s faults; %s activations, of which %s ended and %s were abandoned with their controller;"
            + " %.0f MB live%n",
        result.faults(),
        result.opened(),
        result.ended(),
        result.abandoned(),
        result.heapMb());
    result.findings().forEach(out::println);
    return result.findings().isEmpty() ? Commands.OK : Commands.FAULT;
  }
}
