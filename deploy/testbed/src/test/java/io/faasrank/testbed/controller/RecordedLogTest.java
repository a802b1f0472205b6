package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import io.faasrank.event.ReportTaken;
import io.faasrank.event.StartKind;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.learn.EventRecorder;
import io.faasrank.testbed.learn.LogReplay;
import io.faasrank.testbed.learn.ServedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;

/**
 * Guards the log's whole way, from a controller's threads over Redis into files and through the
 * classes that served: each activation is in it once with its times, and what its decision saw is
 * rebuilt, though threads decide, complete and take reports at the same time. Prints what it
 * measured.
 */
final class RecordedLogTest {

  private static final int PER_SECOND = Integer.getInteger("faasrank.testbed.rate", 100);
  private static final int SECONDS = Integer.getInteger("faasrank.testbed.seconds", 3);

  private long decisions;
  private long exact;

  @Test
  void whatWasPlacedIsRecordedAndRebuilt(@TempDir Path folder) throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedRedis redis = EmbeddedRedis.start();
        TestCluster cluster =
            TestCluster.start(
                kafka.bootstrapServers(),
                redis,
                10,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1))) {
      Load load = new Load(cluster, 600);
      load.run(PER_SECOND, Duration.ofSeconds(SECONDS));
      int sent = PER_SECOND * SECONDS;
      cluster.await().until(cluster::empty);
      assertThat(load.results()).hasSize(sent);
      record(redis, folder, cluster);

      List<EventBatch> batches = batches(folder);
      List<LogEvent> events = batches.stream().flatMap(batch -> batch.events().stream()).toList();
      List<Placed> placed = all(events, Placed.class);
      List<Ended> ended = all(events, Ended.class);
      assertThat(placed).hasSize(sent);
      assertThat(ended)
          .hasSize(sent)
          .allSatisfy(
              end -> {
                assertThat(end.how()).isEqualTo(EndedHow.SUCCESS);
                assertThat(end.start()).isNotEqualTo(StartKind.UNKNOWN);
                assertThat(end.runMillis()).isPositive();
              });
      assertThat(ended.stream().map(Ended::number).distinct()).hasSize(sent);
      assertThat(ended.stream().filter(end -> end.start() == StartKind.COLD)).isNotEmpty();

      LogReplay replay =
          new LogReplay(
              new ServedModels(),
              (event, again, same) -> {
                decisions++;
                exact += same ? 1 : 0;
              });
      batches.forEach(replay::take);
      replay.end();
      assertThat(decisions).isEqualTo(placed.stream().filter(p -> p.said() != null).count());
      // what a thread changes while another decides may be seen on either side of it; one thread
      // alone is rebuilt to the bit, which EventReplayTest holds
      assertThat((double) exact / decisions).isGreaterThan(0.5);
      report(folder, events, sent);
    }
  }

  private static void record(EmbeddedRedis redis, Path folder, TestCluster cluster)
      throws IOException {
    RedisSettings settings =
        RedisSettings.from(
            ConfigFactory.load(
                ConfigFactory.parseString(
                    "faasrank.redis { host = 127.0.0.1, port = " + redis.port() + " }")),
            "faasrank.redis");
    try (EventRecorder recorder =
            new EventRecorder(new RedisServer(settings, "faasrank-learn"), folder, 10);
        Connection connection = recorder.connect()) {
      long sent = cluster.controller.totals().dispatched();
      cluster
          .await()
          .until(
              () -> {
                recorder.copy(connection);
                return all(events(folder), Ended.class).size() == sent;
              });
    }
    assertThat(cluster.total(OperatorMetric.EVENTS_LOST)).isZero();
  }

  private void report(Path folder, List<LogEvent> events, int sent) throws IOException {
    long bytes = 0;
    for (Path file : EventFiles.in(folder)) {
      bytes += Files.size(file);
    }
    System.out.printf(
        Locale.ROOT,
        "%d activations, %d reports, %d bytes of files: %d an activation; %d of %d decisions"
            + " rebuilt to the bit%n",
        sent,
        all(events, ReportTaken.class).size(),
        bytes,
        bytes / sent,
        exact,
        decisions);
  }

  private static List<LogEvent> events(Path folder) throws IOException {
    return batches(folder).stream().flatMap(batch -> batch.events().stream()).toList();
  }

  private static List<EventBatch> batches(Path folder) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    for (Path file : EventFiles.in(folder)) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          batches.add(batch);
        }
      }
    }
    return batches;
  }

  private static <T> List<T> all(List<LogEvent> events, Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
