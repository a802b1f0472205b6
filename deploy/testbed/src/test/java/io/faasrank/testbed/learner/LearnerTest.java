package io.faasrank.testbed.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Trial;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.event.ModeSet;
import io.faasrank.learn.Judgement;
import io.faasrank.learn.Offer;
import io.faasrank.learn.Twin;
import io.faasrank.learn.TwinFit;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.redis.EventStream;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.loadbalancer.redis.TrialStore;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.learn.EventRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Guards a learner that is killed at any stage, whose Redis goes away, or that meets the trial of
 * somebody else: it goes on, keeps whole candidates only, and tries each of them once.
 */
final class LearnerTest {

  private static final Model MODEL = ShippedModel.open("table1");
  private static final String DIGEST = ModelBytes.digest(ModelFile.toBytes(MODEL));

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisSettings settings =
      ControllerSettings.balancer(redis.host(), redis.port(), Map.of()).redis();
  private final RedisServer server = new RedisServer(settings, "test");
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final LearnerFolder kept;
  private Instant now = Instant.parse("2026-11-29T13:00:00Z");

  LearnerTest(@TempDir Path folder) {
    kept = new LearnerFolder(folder);
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void roundsComeWhenTheyAreDueAcrossRestarts() throws IOException {
    try (LearnerProcess learner = learner(LearnerTest::offer, false)) {
      learner.look();
      assertThat(learner.busy()).isFalse();
      now = now.plus(Duration.ofMinutes(61));
      learner.look();
      await().until(() -> !learner.busy());
    }
    assertThat(kept.offers()).containsExactly("2026-11-29T14-01-00Z-" + DIGEST);
    assertThat(kept.lastRound().path("outcome").asText()).isEqualTo("offered");
    assertThat(ModelBytes.digest(kept.model(kept.offers().get(0)))).isEqualTo(DIGEST);
    now = now.plus(Duration.ofMinutes(59));
    try (LearnerProcess learner = learner(LearnerTest::offer, false)) {
      learner.look();
      assertThat(learner.busy()).isFalse();
      now = now.plus(Duration.ofMinutes(1));
      learner.look();
      await().until(() -> !learner.busy());
    }
    assertThat(kept.offers()).hasSize(2);
    assertThat(Files.exists(kept.path().resolve("offers/" + kept.offers().get(1) + "/trial.json")))
        .isFalse();
  }

  @Test
  void aRoundThatWasKilledIsMadeAnew() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (LearnerProcess learner = learner(untilKilled(never), false)) {
      learner.look();
      now = now.plus(Duration.ofHours(1));
      learner.look();
      assertThat(learner.busy()).isTrue();
    }
    // and a candidate that was being written
    Path half = Files.createDirectories(kept.path().resolve("offers/.half.1"));
    Files.writeString(half.resolve(Offer.MODEL), "half");
    kept.clean();
    assertThat(half).doesNotExist();
    try (LearnerProcess learner = learner(LearnerTest::offer, false)) {
      learner.look();
      await().until(() -> !learner.busy());
    }
    assertThat(kept.offers()).hasSize(1);
    never.countDown();
  }

  /** As by the kernel for want of memory: it must not go on so for ever. */
  @Test
  void aRoundThatIsKilledEachTimeIsGivenUpUntilTheNext() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (LearnerProcess learner = learner(untilKilled(never), false)) {
      learner.look();
    }
    now = now.plus(Duration.ofHours(1));
    for (int life = 1; life <= 4; life++) {
      try (LearnerProcess learner = learner(untilKilled(never), false)) {
        learner.look();
        assertThat(learner.busy()).isEqualTo(life <= 3);
      }
    }
    assertThat(kept.lastRound().path("outcome").asText()).isEqualTo("failed");
    assertThat(said).last().asString().contains("it was killed 3 times before it was over");
    now = now.plus(Duration.ofHours(1));
    try (LearnerProcess learner = learner(LearnerTest::offer, false)) {
      learner.look();
      await().until(() -> !learner.busy());
    }
    assertThat(kept.lastRound().path("outcome").asText()).isEqualTo("offered");
    never.countDown();
  }

  @Test
  void outOfMemoryIsSaid() throws IOException {
    LearnerProcess.Round large =
        () -> {
          throw new OutOfMemoryError("Java heap space");
        };
    try (LearnerProcess learner = learner(large, false)) {
      learner.once();
    }
    assertThat(kept.lastRound().path("reason").asText()).contains("fewer --hours");
  }

  @Test
  void tooLittleToLearnFromIsSaidAndWaitedOut() throws IOException {
    LearnerProcess.Round none =
        () -> {
          throw new IllegalArgumentException("the log holds 3 activations");
        };
    try (LearnerProcess learner = learner(none, true)) {
      learner.once();
    }
    assertThat(kept.offers()).isEmpty();
    assertThat(kept.lastRound().path("outcome").asText()).isEqualTo("nothing learnt");
    assertThat(said)
        .containsExactly(
            "a round of learning has ended: nothing learnt: the log holds 3 activations");
  }

  @Test
  void aCandidateIsTriedOnceHoweverOftenTheLearnerIsKilled() throws IOException {
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      TrialStore store = new TrialStore(jedis);
      // somebody else's trial first
      Trial other = Trial.begin("abc", "other", Trial.Control.SERVING, 1, CanarySettings.DEFAULTS);
      store.begin(other, new byte[] {1}, new byte[0]);
      once();
      assertThat(trial(store)).isEqualTo(other);
      jedis.del(RedisKeys.CANDIDATE);

      try (LearnerProcess learner = learner(LearnerTest::offer, true)) {
        learner.look();
        assertThat(trial(store).digest()).isEqualTo(DIGEST);
        Trial begun = trial(store);
        // killed before it was noted
        Files.delete(kept.path().resolve("offers/" + kept.offers().get(0) + "/trial.json"));
        now = now.plus(Duration.ofMinutes(1));
        learner.look();
        assertThat(trial(store)).isEqualTo(begun);
        assertThat(kept.trial(kept.offers().get(0)).path("state").asText()).isEqualTo("begun");
        // over: never again
        jedis.del(RedisKeys.CANDIDATE);
        learner.look();
        assertThat(store.trial()).isNull();
      }
    }
  }

  @Test
  void aModelThatWasRefusedIsNotTried() throws IOException {
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      jedis.hset(RedisKeys.REFUSED, DIGEST, "{\"schema\":1,\"reason\":\"slow\"}");
      once();
      assertThat(new TrialStore(jedis).trial()).isNull();
      assertThat(kept.trial(kept.offers().get(0)).path("state").asText()).isEqualTo("refused");
      assertThat(said).contains(DIGEST + " was refused before: slow");
    }
  }

  @Test
  void aRedisThatIsAwayIsWaitedFor() throws IOException {
    EventLog log = new EventLog();
    try (LearnerProcess learner = learner(LearnerTest::offer, true);
        EventStream stream = stream(log)) {
      stream.start();
      log.add(new ModeSet(1, "hashing"));
      await().until(() -> stream.written() == 1);
      learner.look();
      assertThat(kept.logBytes()).isPositive();
      redis.kill();
      learner.look();
      learner.look();
      assertThat(said).hasSize(1).first().asString().startsWith("waiting for the log: ");
      redis.restart();
      log.add(new ModeSet(2, "faasrank"));
      await().until(() -> stream.written() == 2);
      learner.look();
      assertThat(said).last().asString().startsWith("the log is kept again: ");
      assertThat(EventFiles.in(kept.path())).isNotEmpty();
    }
  }

  @Test
  void aRedisThatHangsIsWaitedForAndNothingIsDoneTwice() throws Exception {
    EventLog log = new EventLog();
    try (Jedis jedis = new Jedis(redis.host(), redis.port());
        LearnerProcess learner = learner(LearnerTest::offer, true);
        EventStream stream = stream(log)) {
      stream.start();
      String pid = jedis.info("server").replaceAll("(?s).*process_id:(\\d+).*", "$1");
      log.add(new ModeSet(1, "hashing"));
      await().until(() -> stream.written() == 1);
      learner.look();
      signal("STOP", pid);
      try {
        log.add(new ModeSet(2, "shadow"));
        learner.look();
        String offer = kept.keep(offer(), now);
        learner.look();
        assertThat(said).hasSize(2).first().asString().startsWith("waiting for the log: ");
        assertThat(said).last().asString().startsWith("no trial can be begun: ");
        assertThat(kept.trial(offer)).isEmpty();
      } finally {
        signal("CONT", pid);
      }
      log.add(new ModeSet(3, "faasrank"));
      await().until(() -> stream.written() >= 3);
      learner.look();
      learner.look();
      assertThat(modes()).containsExactly("hashing", "shadow", "faasrank");
      assertThat(trial(new TrialStore(jedis)).digest()).isEqualTo(DIGEST);
      assertThat(said).filteredOn(line -> line.startsWith("trial ")).hasSize(1);
    }
  }

  @Test
  void aFullRedisLosesWhatItCountsAndNoTrialIsHalfBegun() throws IOException {
    EventLog log = new EventLog();
    try (Jedis jedis = new Jedis(redis.host(), redis.port());
        LearnerProcess learner = learner(LearnerTest::offer, true);
        EventStream stream = stream(log)) {
      stream.start();
      log.add(new ModeSet(1, "hashing"));
      await().until(() -> stream.written() == 1);
      jedis.configSet("maxmemory", "1");
      log.add(new ModeSet(2, "shadow"));
      await().until(() -> stream.lost() == 1);
      String offer = kept.keep(offer(), now);
      learner.look();
      assertThat(modes()).containsExactly("hashing");
      assertThat(said).hasSize(1).first().asString().startsWith("no trial can be begun: ");
      assertThat(kept.trial(offer)).isEmpty();
      assertThat(jedis.exists(RedisKeys.CANDIDATE, RedisKeys.MODE)).isZero();
      jedis.configSet("maxmemory", "0");
      log.add(new ModeSet(3, "faasrank"));
      await().until(() -> stream.written() == 2);
      learner.look();
      assertThat(modes()).containsExactly("hashing", "faasrank");
      List<EventBatch> batches = batches();
      assertThat(batches.get(batches.size() - 1).lost()).isEqualTo(1);
      assertThat(trial(new TrialStore(jedis)).digest()).isEqualTo(DIGEST);
    }
  }

  private EventStream stream(EventLog log) {
    return new EventStream(
        log, "one", settings, 1 << 20, System::nanoTime, System::currentTimeMillis);
  }

  private static void signal(String name, String pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Each batch that was copied, once. */
  private List<EventBatch> batches() throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    for (Path file : EventFiles.in(kept.path())) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          if (batches.stream().noneMatch(at(batch.sequence()))) {
            batches.add(batch);
          }
        }
      }
    }
    return batches;
  }

  private static Predicate<EventBatch> at(long sequence) {
    return batch -> batch.sequence() == sequence;
  }

  private List<String> modes() throws IOException {
    return batches().stream()
        .flatMap(batch -> batch.events().stream())
        .map(event -> ((ModeSet) event).mode())
        .toList();
  }

  private static Trial trial(TrialStore store) {
    String text = store.trial();
    assertThat(text).isNotNull();
    return CanaryFormat.trial(String.valueOf(text));
  }

  private static LearnerProcess.Round untilKilled(CountDownLatch never) {
    return () -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("killed");
    };
  }

  private void once() throws IOException {
    try (LearnerProcess learner = learner(LearnerTest::offer, true)) {
      learner.once();
    }
  }

  private LearnerProcess learner(LearnerProcess.Round round, boolean tries) throws IOException {
    kept.clean();
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    return new LearnerProcess(
        new EventRecorder(server, kept.path(), 10),
        kept,
        Duration.ofHours(1),
        round,
        tries ? new TrialStarter(kept, server, CanarySettings.DEFAULTS, null, clock) : null,
        clock,
        said::add);
  }

  private static Offer offer() {
    TwinFit.Compared same = new TwinFit.Compared(1, 1);
    return new Offer(
        MODEL,
        DIGEST,
        Judgement.SERVING,
        0,
        new Twin("paper", 1, 0, 0, 0, 1, 1, 0.5, List.of(), List.of(), List.of()),
        new TwinFit("paper", 1, Map.of(), same, 0, same, same, same, same, List.of()),
        new Judgement(0, 1, 1, "hashing", List.of(), null),
        true,
        "better");
  }
}
