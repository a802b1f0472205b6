package io.faasrank.testbed.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.cli.Commands;
import io.faasrank.testbed.storm.Storm;
import io.faasrank.testbed.storm.StormResult;
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

/** {@code faasrank testbed storm}: what a controller bears. */
@Command(
    name = "storm",
    description =
        "Starts a Redis, lets thousands of emulated invokers report to it and one controller's"
            + " classes place activations on them, all on this machine, and measures it. Ends with 1"
            + " if an activation or its memory was lost.")
final class StormCommand implements Callable<Integer> {

  @Mixin private StormOptions options = new StormOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long it is measured (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--json-reports",
      description = "Each report as JSON, as publishers of 0.1.0 send it.")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "What to print: table or json (default ${DEFAULT-VALUE}).")
  private StormFormat format = StormFormat.TABLE;

  @Spec private @Nullable CommandSpec spec;

  private enum StormFormat {
    TABLE,
    JSON
  }

  @Override
  public Integer call() throws JsonProcessingException {
    StormSettings settings = options.settings(seconds, json);
    PrintWriter out = Commands.line(spec).getOut();
    PrintWriter err = Commands.line(spec).getErr();
    StormResult result;
    try (GracefulEnd end = new GracefulEnd()) {
      result =
          end.interruptibly(() -> Storm.run(settings, line -> err.println("faasrank: " + line)));
    }
    if (format == StormFormat.JSON) {
      out.println(new ObjectMapper().writeValueAsString(result.values()));
    } else {
      result
          .values()
          .forEach((name, value) -> out.printf(Locale.ROOT, "%-26s %12s%n", name, value));
    }
    return result.lost() == 0 ? Commands.OK : Commands.FAULT;
  }
}
