package io.faasrank.testbed.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.event.ControllerStarted;
import io.faasrank.event.EventDecoder;
import io.faasrank.event.EventEncoder;
import io.faasrank.event.EventEntry;
import io.faasrank.event.EventFileWriter;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.learn.LoggedChoice;
import io.faasrank.learn.OffPolicy;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards the claim that the log is enough: a randomised controller, with reports, completions,
 * failures, restarts, invokers and controllers that come and go, is replayed from its log, and the
 * rows scored then and now are compared bit for bit.
 */
class EventReplayTest {

  private static final int INVOKERS = 9;
  private static final int ACTIVATIONS = 3_000;

  /** What a decision scored: candidates, and the rows as bits. */
  private record Rows(List<Integer> candidates, List<Integer> bits) {}

  private final ReplayClock clock = new ReplayClock();
  private final EventLog log = new EventLog();
  private final Meters meters = new Meters(MetricSink.NONE);
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.3), 16, clock, log);
  private final ModeSwitch modes = new ModeSwitch(Mode.FAASRANK, meters);
  private final List<Rows> scored = new ArrayList<>();
  private final List<Rows> scoredAgain = new ArrayList<>();
  private final ReplayedMemory memory = new ReplayedMemory();
  private final List<LogEvent> events = new ArrayList<>();
  private final boolean[] usable = new boolean[INVOKERS];
  private final long[] startedAtMillis = new long[INVOKERS];
  private @Nullable Served served;
  private int controllers;
  private long sampledMillis = 1_795_485_670_042L;

  private record Sent(String id, ActionBook action, int invoker, int maxConcurrent) {}

  @ParameterizedTest
  @CsvSource({
    "faasrank, extended, extended, 0, 1",
    "faasrank, extended, general, 0, 2",
    "faasrank, general, table1, 4, 3",
    "faasrank-sampled, general, extended, 0, 4",
  })
  void rebuildsTheRowsOfEachDecisionBitForBit(
      String policy, String first, String second, int candidates, long seed, @TempDir Path folder)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    DecisionLedger ledger = new DecisionLedger(book, modes, policy, meters);
    ReportIntake intake = new ReportIntake(book, meters, ledger);
    Placement placement =
        new Placement(
            book,
            new ServingPolicies(
                policy,
                CandidateLimit.of(candidates),
                () -> served,
                model ->
                    log.add(
                        new ModelServed(
                            clock.getAsLong(),
                            model.digest(),
                            model.version(),
                            ModelFile.toBytes(model.model())))),
            0.3,
            1,
            Duration.ofDays(1),
            meters,
            clock,
            seed);
    log.add(
        new ControllerStarted(
            0,
            "",
            policy,
            Integer.toString(candidates),
            16,
            5_000_000_000L,
            1_000_000_000L,
            0.3,
            1,
            false,
            1,
            2,
            seed));
    Arrays.fill(usable, true);
    Pool pool = pool();
    memory.seen(pool);
    served = served(first);
    List<Sent> inflight = new ArrayList<>();
    long nanos = 1_000_000_000L;
    for (int i = 0; i < ACTIVATIONS; i++) {
      nanos += random.nextInt(20_000_000);
      clock.set(nanos);
      if (random.nextInt(3) == 0) {
        RandomReports.take(intake, random, random.nextInt(INVOKERS), this);
      }
      if (random.nextInt(200) == 0) {
        usable[random.nextInt(INVOKERS)] ^= true;
        pool = pool();
      }
      if (random.nextInt(500) == 0) {
        int count = (++controllers % 2) + 1;
        book.controllers(count);
        memory.controllers(count);
      }
      if (i == ACTIVATIONS / 2) {
        served = served(second);
      }
      if (random.nextInt(100) == 0) {
        book.trimActions();
      }
      int kind = random.nextInt(24);
      int maxConcurrent = kind % 5 == 0 ? 3 : 1;
      ActionBook action = book.actions().book("guest", "guest/a" + kind, 128 << (kind % 3));
      action.seen(60_000, false);
      String id = Long.toHexString(random.nextLong()) + i;
      Choice placed = null;
      if (random.nextInt(5) > 0) {
        int before = scored.size();
        placed = placement.shadow(new Request(id, action, pool, maxConcurrent, memory.view()));
        if (placed == null) {
          // scored, and left to hashing all the same: the log says why, and no more
          scored.subList(before, scored.size()).clear();
        }
      }
      int invoker = placed == null ? random.nextInt(INVOKERS) : placed.invoker();
      book.seen(pool);
      memory.take(invoker, action, maxConcurrent);
      clock.set(nanos + random.nextInt(10_000));
      ledger.open(id, action, invoker, maxConcurrent, placed, null, null);
      inflight.add(new Sent(id, action, invoker, maxConcurrent));
      while (inflight.size() > 25 || (!inflight.isEmpty() && random.nextInt(3) == 0)) {
        Sent sent = inflight.remove(random.nextInt(inflight.size()));
        boolean late = random.nextInt(50) == 0;
        ledger.close(sent.id, late ? Outcome.TIMED_OUT : Outcome.COMPLETED);
        memory.release(sent.invoker, sent.action, sent.maxConcurrent);
      }
      nanos = clock.getAsLong();
      for (LogEvent event = log.poll(); event != null; event = log.poll()) {
        events.add(event);
      }
    }

    int[] inexact = new int[1];
    int[] decisions = new int[1];
    LogReplay replay =
        new LogReplay(
            new ServedModels((model, scorer) -> capturing(scorer, scoredAgain)),
            (placed, again, exact) -> {
              decisions[0]++;
              inexact[0] += exact ? 0 : 1;
              assertThat(again).isNotNull();
              if (again != null) {
                assertThat(again.invoker()).isEqualTo(placed.invoker());
              }
            });
    EventEncoder encoder = new EventEncoder();
    EventFileWriter files = EventFileWriter.open(folder);
    long sequence = 0;
    for (int i = 0; i < events.size(); i++) {
      encoder.add(events.get(i));
      if (encoder.count() == 700 || i == events.size() - 1) {
        byte[] batch = encoder.finish("c", sequence++, 0, 0, 0);
        files.append(new EventEntry(sequence, 0, batch));
        replay.take(EventDecoder.decode(batch, "test"));
        // an answer was lost, and the batch sent again
        replay.take(EventDecoder.decode(batch, "test"));
      }
    }
    replay.end();
    files.close();
    isEvidenceWhereItDrew(folder, policy, ShippedModel.open(second));

    assertThat(decisions[0]).isGreaterThan(ACTIVATIONS / 2);
    assertThat(inexact[0]).isZero();
    assertThat(replay.missingBatches()).isZero();
    assertThat(scoredAgain.size()).isEqualTo(scored.size()).isEqualTo(decisions[0]);
    for (int i = 0; i < scored.size(); i++) {
      assertThat(scoredAgain.get(i)).as("decision %d", i).isEqualTo(scored.get(i));
    }
  }

  /** Of the model that served last: what took its best score is no evidence, what drew is. */
  private static void isEvidenceWhereItDrew(Path folder, String policy, Model candidate) {
    List<LoggedChoice> choices = new ReplayedChoices(folder, 1).choices(candidate, 0);
    assertThat(choices.size()).isGreaterThan(ACTIVATIONS / 2);
    assertThat(choices).anyMatch(choice -> choice.target() == 1);
    OffPolicy evidence = OffPolicy.of(choices);
    if (policy.equals("faasrank")) {
      assertThat(choices).allMatch(choice -> choice.propensity() == 1);
      // the second half is the candidate's own
      assertThat(choices.stream().filter(choice -> choice.target() == 1).count())
          .isGreaterThan(choices.size() * 4L / 10);
      assertThat(evidence.refusal()).contains("drew nothing");
    } else {
      assertThat(choices).anyMatch(choice -> choice.propensity() < 0.9);
      assertThat(evidence.refusal()).doesNotContain("drew nothing");
    }
  }

  private Pool pool() {
    int[] memoryMb = new int[INVOKERS];
    Arrays.setAll(memoryMb, i -> 1024 << (i % 2));
    return new Pool(false, 0, usable.clone(), memoryMb);
  }

  /** The next time at which a report is sampled, later each time. */
  long sampledMillis() {
    return sampledMillis + clock.getAsLong() / 1_000_000;
  }

  /** When the invoker's process started; another one now and then. */
  long startedAtMillis(int invoker, boolean restarted) {
    if (restarted) {
      startedAtMillis[invoker] = sampledMillis();
    }
    return Math.max(1_700_000_000_000L, startedAtMillis[invoker]);
  }

  private Served served(String name) {
    Model model = ShippedModel.open(name);
    return new Served(model, capturing(new NetworkScorer(model), scored), name, name);
  }

  private static Scorer capturing(Scorer scorer, List<Rows> rows) {
    return (view, action, decision) -> {
      decision.keepRows(true);
      scorer.score(view, action, decision);
      List<Integer> bits = new ArrayList<>();
      for (float value : decision.encodedRows()) {
        bits.add(Float.floatToRawIntBits(value));
      }
      List<Integer> candidates = new ArrayList<>();
      for (int i = 0; i < decision.count(); i++) {
        candidates.add(decision.candidates()[i]);
      }
      rows.add(new Rows(candidates, bits));
    };
  }
}
