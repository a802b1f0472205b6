package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.faasrank.policy.Decision;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.training.Task;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards what waits in the controller: that it is sent once, in its order and in the end, that it
 * is sent late only where that is sooner, and that nothing else changes.
 */
final class LateDispatchingTest {

  /** Runs for a second; creating and initialising take eleven more. */
  private static final FunctionProfile A = new FunctionProfile("A", 256, 12, 1, 10);

  private static final FunctionProfile QUICK = new FunctionProfile("Q", 256, 0.3, 0.1, 0.1);
  private static final FunctionProfile LARGE = new FunctionProfile("L", 1024, 3, 1, 1);

  /** No contention. */
  private static final SimulationSettings SETTINGS =
      new SimulationSettings(1.0 / 1024, 1, 0, 600, 1, 0.05);

  private static final double HOP = LateDispatching.HOP_SECONDS;

  @Test
  void waitsForItsOwnContainerAndInItsOrder() {
    Workload workload =
        Fixtures.workload(
            List.of(A),
            new Arrival(0, 0, 1),
            new Arrival(11, 0, 1),
            new Arrival(11.2, 0, 1),
            new Arrival(11.4, 0, 1));

    List<Completion> late = late("2x8c2048m").run(workload, Fixtures.FIRST, 1).completions();

    assertThat(late).extracting(Completion::cold).containsExactly(true, false, false, false);
    assertEnds(late, 12, 13 + HOP, 14 + 2 * HOP, 15 + 3 * HOP);
    assertThat(late.get(1).queueSeconds()).as("what it waited").isCloseTo(1 + HOP, within(1e-9));
    assertEnds(
        simulator("2x8c2048m").run(workload, Fixtures.FIRST, 1).completions(), 12, 23, 23.2, 23.4);
  }

  @Test
  void startsColdWhereTheWaitWouldBeLonger() {
    Workload workload =
        Fixtures.workload(List.of(QUICK), new Arrival(0, 0, 10), new Arrival(0.5, 0, 1));

    assertEnds(late("1x8c2048m").run(workload, Fixtures.FIRST, 1).completions(), 1.2, 0.8);
  }

  @Test
  void ofWhatHasNoMemoryTheMostUrgentGoesFirst() {
    Workload workload =
        Fixtures.workload(
            List.of(A, QUICK), new Arrival(0, 0, 1), new Arrival(1, 0, 1), new Arrival(11.5, 1, 1));

    List<Completion> late = late("1x8c256m").run(workload, Fixtures.FIRST, 1).completions();

    // when A ends, A has waited eleven times its run, and Q two and a half of its own
    assertEnds(late, 12, 13 + HOP, 13.3 + 2 * HOP);

    Workload sooner =
        Fixtures.workload(
            List.of(A, QUICK), new Arrival(0, 0, 1), new Arrival(1, 0, 1), new Arrival(2, 1, 1));
    late = late("1x8c256m").run(sooner, Fixtures.FIRST, 1).completions();
    assertEnds(late, 12, 24.3 + 2 * HOP, 12.3 + HOP);
  }

  @Test
  void aLargeOneAmongManySmallOnesDoesNotStarve() {
    FunctionProfile small = new FunctionProfile("S", 256, 3, 1, 1);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      arrivals.add(new Arrival(0.2 * i, i == 25 ? 1 : 0, 1));
    }

    List<Completion> done =
        late("1x8c1024m")
            .run(new Workload("stream", List.of(small, LARGE), arrivals), Fixtures.FIRST, 1)
            .completions();

    double large = done.get(25).completionSeconds();
    assertThat(done.stream().filter(each -> each.completionSeconds() < large).count())
        .isBetween(50L, 200L);
  }

  @Test
  void aControllerWithNothingInFlightSendsAtOnce() {
    Workload workload =
        Fixtures.workload(
            List.of(A), new Arrival(0, 0, 1), new Arrival(1, 0, 1), new Arrival(2, 0, 1));

    // the first waits while it has its share, and no longer when its own has ended
    assertThat(sentAt(2, "1x8c256m", workload)).containsExactly(0.0, 1.0, 12 + HOP);
  }

  @Test
  void aControllerHearsOfAnothersEndByItsTick() {
    Workload workload =
        Fixtures.workload(
            List.of(A, QUICK),
            new Arrival(0, 0, 1),
            new Arrival(0.5, 1, 400),
            new Arrival(1, 1, 1),
            new Arrival(1.5, 1, 1));

    // memory is free at 12, then at 12.31; of that the second one hears within 0.05 s
    List<Double> sent = sentAt(2, "1x8c512m", workload);
    assertThat(sent.get(2)).isCloseTo(12 + HOP, within(1e-9));
    assertThat(sent.get(3)).isCloseTo(12.4, within(1e-9));
  }

  @Test
  void whatHasWaitedForAnHourIsSentAllTheSame() {
    Workload workload =
        Fixtures.workload(List.of(A, QUICK), new Arrival(0, 0, 8000), new Arrival(1, 1, 1));

    assertThat(sentAt(1, "1x8c256m", workload).get(1)).isBetween(3601.0, 3601.2);
  }

  /** When each activation is sent by one of the controllers, which have their turns. */
  private static List<Double> sentAt(int controllers, String cluster, Workload workload) {
    Double[] sent = new Double[workload.arrivals().size()];
    EpisodeResult unused =
        late(cluster)
            .withControllers(controllers)
            .run(
                workload,
                Fixtures.FIRST,
                1,
                new EpisodeObserver() {
                  @Override
                  public void decided(int activation, double seconds, Decision decision) {
                    sent[activation] = seconds;
                  }

                  @Override
                  public void completed(double seconds) {}
                });
    return List.of(sent);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void nothingIsLostOrDoubled(int seed) {
    Workload workload = Fixtures.randomWorkload(seed, 100 * seed, 20);
    Simulator simulator =
        new Simulator(openWhisk(), InvokerSettings.parseCluster("2x2c512m,1x4c1024m"))
            .withControllers(1 + seed % 3)
            .withLateBinding(LateBinding.DEFAULT);
    int[] decided = new int[workload.arrivals().size()];
    List<Double> ends = new ArrayList<>();

    EpisodeResult result =
        simulator.run(
            workload,
            Fixtures.ANY,
            seed,
            new EpisodeObserver() {
              @Override
              public void decided(int activation, double seconds, Decision decision) {
                decided[activation]++;
                assertThat(seconds)
                    .isGreaterThanOrEqualTo(workload.arrivals().get(activation).seconds());
              }

              @Override
              public void completed(double seconds) {
                ends.add(seconds);
              }
            });

    assertThat(decided).containsOnly(1);
    assertThat(ends).isSorted();
    assertThat(ends)
        .containsExactlyInAnyOrderElementsOf(
            result.completions().stream().map(Completion::completionSeconds).toList());
    assertThat(result.completions())
        .extracting(Completion::ending)
        .contains(Ending.FAILED, Ending.TIMED_OUT);
    for (int i = 0; i < decided.length; i++) {
      assertThat(result.completions().get(i).arrivalSeconds())
          .isEqualTo(workload.arrivals().get(i).seconds());
      assertThat(result.completions().get(i).queueSeconds()).isNotNegative();
    }
    assertThat(simulator.run(workload, Fixtures.ANY, seed)).as("once more").isEqualTo(result);
  }

  @Test
  void openWhisksOwnRuleDoesNotWait() {
    Workload workload = Fixtures.randomWorkload(7, 400, 20);
    Policy hashing = rule("hashing");
    Policy greedy = rule("greedy");

    assertThat(late("4x2c1024m").run(workload, hashing, 3))
        .isEqualTo(simulator("4x2c1024m").run(workload, hashing, 3));
    assertThat(late("4x2c1024m").run(workload, greedy, 3))
        .isNotEqualTo(simulator("4x2c1024m").run(workload, greedy, 3));
  }

  @Test
  void anOvertakenDecisionIsStillExplainedAsItsOwn() {
    Workload workload = Fixtures.randomWorkload(7, 300, 20);
    EpisodeRecord record =
        late("4x2c1024m").record(workload, Fixtures.ANY, 3, EpisodeRecorder.upTo(1000, null));

    assertThat(record.decisions())
        .containsOnlyKeys(IntStream.range(0, 300).boxed().toArray(Integer[]::new));
    record
        .decisions()
        .forEach(
            (id, decision) ->
                assertThat(decision.explanation().chosen().position())
                    .isEqualTo(record.completions().get(id).invoker()));
  }

  @Test
  void trainingRefusesIt() {
    Workload workload = Fixtures.workload(List.of(A), new Arrival(0, 0, 1));
    Simulator late = late("1x8c2048m");

    assertThatThrownBy(() -> new Task("M1", late, workload))
        .hasMessage("task M1 binds late, but a model is trained on placing on arrival");
  }

  private static SimulationSettings openWhisk() {
    return SimulationSettings.from(
        ConfigFactory.parseMap(
                Map.of(
                    "faasrank.calibrations.openwhisk.failure-share",
                    0.1,
                    "faasrank.calibrations.openwhisk.time-limit-seconds",
                    1))
            .withFallback(ConfigFactory.load()),
        "openwhisk");
  }

  private static Simulator simulator(String cluster) {
    return new Simulator(SETTINGS, InvokerSettings.parseCluster(cluster)).withKnownTimes();
  }

  private static Simulator late(String cluster) {
    return simulator(cluster).withLateBinding(LateBinding.DEFAULT);
  }

  private static Policy rule(String name) {
    return Policies.create(
        name,
        () -> {
          throw new IllegalStateException("not learned");
        });
  }

  private static void assertEnds(List<Completion> done, double... seconds) {
    for (int i = 0; i < seconds.length; i++) {
      assertThat(done.get(i).completionSeconds())
          .as("end of %d", i)
          .isCloseTo(seconds[i], within(1e-9));
    }
  }
}
