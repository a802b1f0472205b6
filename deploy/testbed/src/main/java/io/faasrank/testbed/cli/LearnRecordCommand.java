package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.Options;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.attach.RedisAddress;
import io.faasrank.testbed.learn.EventRecorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** {@code faasrank learn record}: copies the stream of events into files, until it is stopped. */
@Command(
    name = "record",
    description =
        "Copies the log of events from Redis into files, one for each hour. Goes on where it"
            + " stopped, and waits for a Redis that is away.")
final class LearnRecordCommand implements Callable<Integer> {

  /** Time between two looks at the stream, to which controllers add once a second. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Option(
      names = "--redis",
      required = true,
      paramLabel = "ADDRESS",
      description = "The Redis of the log, as in redis://127.0.0.1:6379.")
  private String redis = "";

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the files are kept; made where there is none.")
  private Path folder = Path.of("");

  @Option(
      names = "--hours",
      defaultValue = "168",
      paramLabel = "N",
      description = "Files to keep, the newest (${DEFAULT-VALUE}).")
  private int hours;

  @Option(names = "--once", description = "Copy what there is, and end.")
  private boolean once;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Options.atLeast(1, "--hours", hours);
    RedisServer server = RedisAddress.server("--redis", redis, "faasrank-learn");
    try (GracefulEnd end = new GracefulEnd();
        EventRecorder recorder = new EventRecorder(server, folder, hours)) {
      return end.interruptibly(() -> record(recorder, server));
    } catch (IOException e) {
      throw new IllegalArgumentException("--folder: " + folder + ": " + e.getMessage(), e);
    }
  }

  private int record(EventRecorder recorder, RedisServer server) {
    PrintWriter err = Commands.line(spec).getErr();
    boolean away = false;
    while (true) {
      try (Connection connection = recorder.connect()) {
        do {
          int copied = recorder.copy(connection);
          if (away || once) {
            away = false;
            err.println("faasrank: " + copied + " entries up to " + recorder.position());
          }
          pause();
        } while (!once);
        return Commands.OK;
      } catch (JedisException e) {
        if (once) {
          throw new IllegalArgumentException("--redis: " + server + ": " + e.getMessage(), e);
        }
        if (!away) {
          away = true;
          err.println("faasrank: waiting for " + server + ": " + e.getMessage());
        }
        pause();
      } catch (IOException e) {
        throw new ExperimentFailedException("--folder: " + folder + ": " + e.getMessage(), e);
      }
    }
  }

  private void pause() {
    if (!once) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }
}
