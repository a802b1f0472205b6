package io.faasrank.testbed.cli;

import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.Tally;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.cli.Commands;
import io.faasrank.loadbalancer.redis.TrialStore;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faasrank canary stop}: ends a trial by hand. */
@Command(
    name = "stop",
    description =
        "Ends the trial: what served before serves on all controllers within half a second. The"
            + " model is not refused.")
final class CanaryStopCommand implements Callable<Integer> {

  @Mixin private RedisOption redis = new RedisOption();

  @Spec private @Nullable CommandSpec spec;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    TrialVerdict verdict =
        redis.call(
            jedis -> {
              TrialStore store = new TrialStore(jedis);
              String text = store.trial();
              if (text == null) {
                throw new IllegalArgumentException("no trial takes place");
              }
              Trial trial = CanaryFormat.trial(text);
              return store.end(trial, stopped(), clock.millis());
            });
    Commands.line(spec).getOut().println(verdict.label());
    return Commands.OK;
  }

  private static Ruling stopped() {
    return new Ruling(
        TrialVerdict.STOPPED,
        "by hand",
        0,
        Double.NaN,
        0,
        Double.POSITIVE_INFINITY,
        Tally.NONE,
        Tally.NONE);
  }
}
