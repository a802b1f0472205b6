package io.faasrank.testbed.cli;

import io.faasrank.canary.CanarySettings;
import io.faasrank.cli.Commands;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.Options;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.attach.RedisAddress;
import io.faasrank.testbed.learner.LearnerPlan;
import io.faasrank.testbed.learner.LearnerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank learn run}: keeps the log and learns from it, until it is stopped. */
@Command(
    name = "run",
    description =
        "Keeps the log as record does, learns from it every so often as once does, keeps what it"
            + " offers, and puts that on trial where it is told to. Goes on where it stopped.")
final class LearnRunCommand implements Callable<Integer> {

  /** Time between two looks at the stream, to which controllers add once a second. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Option(
      names = "--redis",
      required = true,
      paramLabel = "URI",
      defaultValue = "${env:FAASRANK_REDIS}",
      description = "The Redis of the log: redis://USER:PASSWORD@HOST:PORT, else FAASRANK_REDIS.")
  private String redis = "";

  @Option(
      names = "--operator-redis",
      paramLabel = "URI",
      defaultValue = "${env:FAASRANK_OPERATOR_REDIS}",
      description =
          "The Redis of the controllers with a user who may begin trials, else"
              + " FAASRANK_OPERATOR_REDIS (default: --redis).")
  private @Nullable String operatorRedis;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      defaultValue = "${env:FAASRANK_LEARN_FOLDER}",
      description = "Where log, rounds and offers are kept, else FAASRANK_LEARN_FOLDER.")
  private Path folder = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "HOURS",
      defaultValue = "168",
      description = "Hours of the log to keep (${DEFAULT-VALUE}).")
  private int keep;

  @Option(
      names = "--every",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description = "From one round to the next (${DEFAULT-VALUE}).")
  private int everyMinutes;

  @Option(
      names = "--publish",
      paramLabel = "HOW",
      defaultValue = "${env:FAASRANK_LEARN_PUBLISH:-by-hand}",
      description =
          "What becomes of an offer: by-hand (it is kept) or trial (it is put on trial as canary"
              + " start does), else FAASRANK_LEARN_PUBLISH (default by-hand).")
  private String publish = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Private key to sign candidates with, for controllers with faasrank.model-key.")
  private @Nullable Path key;

  @Mixin private RoundOptions round = new RoundOptions();

  @Mixin private BlocksOption blocks = new BlocksOption();

  @Option(names = "--once", description = "Copy what there is, learn once, and end.")
  private boolean once;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    LearnerPlan plan = plan();
    PrintWriter err = Commands.line(spec).getErr();
    try (GracefulEnd end = new GracefulEnd();
        LearnerProcess learner = plan.open(line -> say(err, line))) {
      return end.interruptibly(() -> run(learner));
    } catch (IOException e) {
      throw new IllegalArgumentException("--folder: " + folder + ": " + e.getMessage(), e);
    }
  }

  private static synchronized void say(PrintWriter err, String line) {
    err.println("faasrank: " + line);
    err.flush();
  }

  private LearnerPlan plan() {
    Options.atLeast(1, "--keep", keep);
    Options.atLeast(1, "--every", everyMinutes);
    Options.require(
        publish.equals("by-hand") || publish.equals("trial"),
        "--publish: expected by-hand or trial, found " + publish);
    boolean trial = publish.equals("trial");
    Options.require(key == null || trial, "--key: needs --publish trial");
    RedisServer log = server("--redis", redis);
    String operator = operatorRedis;
    return new LearnerPlan(
        log,
        !trial ? null : operator == null ? log : server("--operator-redis", operator),
        round.log(folder, true),
        keep,
        Duration.ofMinutes(everyMinutes),
        round.model(),
        round.settings(1, 1),
        blocks.of(CanarySettings.DEFAULTS),
        key == null ? null : text(key));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("--key: " + file + " cannot be read: " + e, e);
    }
  }

  private static RedisServer server(String option, String address) {
    return RedisAddress.server(option, address, "faasrank-learner");
  }

  private int run(LearnerProcess learner) {
    try {
      if (once) {
        learner.once();
        return Commands.OK;
      }
      while (true) {
        learner.look();
        LockSupport.parkNanos(this, LOOK_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted");
        }
      }
    } catch (IOException e) {
      throw new ExperimentFailedException("--folder: " + folder + ": " + e.getMessage(), e);
    }
  }
}
