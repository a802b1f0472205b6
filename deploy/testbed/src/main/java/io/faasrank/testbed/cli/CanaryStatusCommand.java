package io.faasrank.testbed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.canary.Arm;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.Trial;
import io.faasrank.cli.Commands;
import io.faasrank.loadbalancer.redis.TrialStore;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank canary status}: how the trial stands, or how the last one ended. */
@Command(
    name = "status",
    description =
        "Shows how the trial stands with its evidence, or how the last one ended and why.")
final class CanaryStatusCommand implements Callable<Integer> {

  /** What to print. */
  enum StatusFormat {
    TEXT,
    JSON
  }

  @Mixin private RedisOption redis = new RedisOption();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "What to print: text or json (default ${DEFAULT-VALUE}).")
  private StatusFormat format = StatusFormat.TEXT;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String state = redis.call(jedis -> state(new TrialStore(jedis)));
    PrintWriter out = Commands.line(spec).getOut();
    if (format == StatusFormat.JSON) {
      out.println(state);
    } else {
      show(out, CanaryFormat.read(state));
    }
    return Commands.OK;
  }

  /** The ruling of the trial that takes place, else of the last one, else one that says none. */
  private static String state(TrialStore store) {
    String text = store.trial();
    if (text == null) {
      String last = store.last();
      return last == null ? "{\"schema\":1,\"verdict\":\"none\"}" : last;
    }
    Trial trial = CanaryFormat.trial(text);
    String verdict = store.verdict(trial);
    String state = verdict == null ? store.state(trial) : verdict;
    return state == null ? CanaryFormat.waiting(trial) : state;
  }

  private static void show(PrintWriter out, JsonNode ruling) {
    if (ruling.path("verdict").asText().equals("none")) {
      out.println("no trial takes place, and none has taken place");
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s: model %s (%s) against %s%n",
        ruling.path("verdict").asText(),
        ruling.path("version").asText(),
        ruling.path("digest").asText(),
        ruling.path("control").asText());
    out.printf("reason     %s%n", ruling.path("reason").asText());
    out.printf("as of      %s%n", Instant.ofEpochMilli(ruling.path("at_epoch_ms").asLong()));
    out.printf(
        Locale.ROOT,
        "slowdown   %s of the control's on average, above %s, below %s, after %d pairs of blocks%n",
        number(ruling, "ratio"),
        number(ruling, "ratio_above"),
        number(ruling, "ratio_below"),
        ruling.path("pairs_count").asInt());
    for (Arm arm : Arm.values()) {
      JsonNode of = ruling.path(arm.label() + "_arm");
      out.printf(
          Locale.ROOT,
          "%-9s  %d activations, mean slowdown %s, p99 %s, %d errors, %d time-outs%n",
          arm.label(),
          of.path("activations_count").asLong(),
          number(of, "slowdown_mean"),
          number(of, "slowdown_p99"),
          of.path("errors_count").asLong(),
          of.path("timeouts_count").asLong());
    }
  }

  private static String number(JsonNode of, String name) {
    JsonNode value = of.path(name);
    return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.doubleValue()) : "unknown";
  }
}
