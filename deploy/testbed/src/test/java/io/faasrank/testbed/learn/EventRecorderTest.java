package io.faasrank.testbed.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModeSet;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.redis.EventStream;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;

/** Guards against events that are lost or doubled on their way from a controller to a file. */
class EventRecorderTest {

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisSettings settings =
      RedisSettings.from(
          ConfigFactory.load(
              ConfigFactory.parseString(
                  "faasrank.redis { host = 127.0.0.1, port = " + redis.port() + " }")),
          "faasrank.redis");
  private final EventLog log = new EventLog();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  /** Killed between entries and in the middle of one, it goes on after the last whole one. */
  @Test
  void goesOnWhereItStopped(@TempDir Path folder) throws IOException {
    List<LogEvent> expected = new ArrayList<>();
    try (EventStream stream =
        new EventStream(
            log, "one", settings, 1 << 20, System::nanoTime, System::currentTimeMillis)) {
      stream.start();
      for (int run = 0; run < 4; run++) {
        for (int i = 0; i < 50; i++) {
          LogEvent event = new ModeSet(expected.size(), "hashing");
          expected.add(event);
          log.add(event);
        }
        int events = expected.size();
        await().until(() -> stream.written() == events);
        if (run == 2) {
          tear(folder);
        }
        try (EventRecorder recorder =
                new EventRecorder(new RedisServer(settings, "faasrank-learn"), folder, 10);
            Connection connection = recorder.connect()) {
          assertThat(recorder.copy(connection)).isPositive();
          assertThat(recorder.copy(connection)).isZero();
        }
        assertThat(events(folder)).isEqualTo(expected);
      }
    }
  }

  /** Cuts the newest file in the middle of its last entry, as a crash would. */
  private static void tear(Path folder) throws IOException {
    List<Path> files = EventFiles.in(folder);
    Path newest = files.get(files.size() - 1);
    byte[] whole = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(whole, whole.length - 3));
  }

  private static List<LogEvent> events(Path folder) throws IOException {
    List<LogEvent> events = new ArrayList<>();
    for (Path file : EventFiles.in(folder)) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          events.addAll(batch.events());
        }
      }
    }
    return events;
  }
}
