package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards the invoker model: pool, eviction, head-of-line blocking, contention and phases. */
final class SimulatorTest {

  private static final FunctionProfile A = new FunctionProfile("A", 256, 2.0, 1.0, 0.5);
  private static final FunctionProfile B = new FunctionProfile("B", 512, 3.0, 1.0, 1.0);
  private static final InvokerSettings SMALL = new InvokerSettings(2, 512);

  /** A activation of A alone demands both cores; creating costs half a second more. */
  private static final SimulationSettings SETTINGS =
      new SimulationSettings(2.0 / 256, 2, 0.5, 600, 1, 0.05);

  @Test
  void sixActivationsWorkedByHand() {
    // A1 cold, alone: 2.5 s of work at rate 1. A2 joins at 0.5: rate (2/4)^2 = 1/4. B1 waits for
    // 512 MB; A3 waits behind it although an A is idle from 8.5 on. B1 removes both idle A and
    // runs 3.5 s of work at rate 1/4; A3 removes B. A4 is warm; A5 starts a second container and
    // both slow down.
    Workload workload =
        Fixtures.workload(
            List.of(A, B),
            new Arrival(0, 0, 1),
            new Arrival(0.5, 0, 1),
            new Arrival(1, 1, 1),
            new Arrival(1.2, 0, 1),
            new Arrival(30, 0, 1),
            new Arrival(30.5, 0, 1));

    List<Completion> done =
        new Simulator(SETTINGS, List.of(SMALL)).run(workload, Fixtures.FIRST, 1).completions();

    assertThat(done)
        .extracting(Completion::completionSeconds)
        .usingElementComparator(CLOSE)
        .containsExactly(8.5, 9.0, 23.0, 25.5, 32.5, 34.5);
    assertThat(done)
        .extracting(Completion::queueSeconds)
        .usingElementComparator(CLOSE)
        .containsExactly(0.0, 0.0, 8.0, 21.8, 0.0, 0.0);
    assertThat(done)
        .extracting(Completion::cold)
        .containsExactly(true, true, true, true, false, true);
  }

  @Test
  void anInvokerThatIsStartedAnewHasNoContainers() {
    SimulationSettings settings = new SimulationSettings(2.0 / 256, 2, 0, 600, 1, 0.05);
    Workload workload =
        Fixtures.workload(
            List.of(A),
            new Arrival(0, 0, 1),
            new Arrival(5, 0, 1),
            new Arrival(10, 0, 1),
            new Arrival(20, 0, 1));
    // idle from 2.0 to 5, busy at 5.2, idle from 12.0 to 15
    Simulator cluster =
        new Simulator(settings, List.of(SMALL))
            .withRestarts(List.of(new InvokerRestart(0, 15), new InvokerRestart(0, 5.2)));
    assertThat(cluster.run(workload, Fixtures.FIRST, 1).completions())
        .extracting(Completion::cold)
        .containsExactly(true, false, true, true);
  }

  @Test
  void idleContainersExpireAfterTheKeepAlive() {
    SimulationSettings settings = new SimulationSettings(2.0 / 256, 2, 0, 10, 1, 0.05);
    Workload workload =
        Fixtures.workload(
            List.of(A),
            new Arrival(0, 0, 1),
            new Arrival(11.9, 0, 1),
            new Arrival(22.85, 0, 1),
            new Arrival(40, 0, 1));

    // Idle since 2.0, 12.9 and 23.85: taken, taken, expired at 33.85.
    assertThat(
            new Simulator(settings, List.of(SMALL)).run(workload, Fixtures.FIRST, 1).completions())
        .extracting(Completion::cold)
        .containsExactly(true, false, false, true);
  }

  @Test
  void leastRecentlyUsedIdleContainerIsRemovedFirst() {
    FunctionProfile c = new FunctionProfile("C", 256, 2.0, 1.0, 0.5);
    FunctionProfile d = new FunctionProfile("D", 256, 2.0, 1.0, 0.5);
    Workload workload =
        Fixtures.workload(
            List.of(A, c, d),
            new Arrival(0, 0, 1),
            new Arrival(10, 1, 1),
            new Arrival(20, 0, 1),
            new Arrival(30, 2, 1),
            new Arrival(40, 0, 1),
            new Arrival(50, 1, 1));

    // D at 30 removes C, used at 10, not A, used at 20.
    assertThat(
            new Simulator(SETTINGS, List.of(SMALL)).run(workload, Fixtures.FIRST, 1).completions())
        .extracting(Completion::cold)
        .containsExactly(true, true, false, true, false, true);
  }

  @Test
  void uncontendedColdStartTakesWhatTableIISays() {
    SimulationSettings settings = new SimulationSettings(1.0 / 1024, 1.6, 0, 600, 1, 0.05);
    Workload workload = Fixtures.workload(List.of(A), new Arrival(0, 0, 1), new Arrival(9, 0, 2));

    List<Completion> done =
        new Simulator(settings, List.of(SMALL)).run(workload, Fixtures.FIRST, 1).completions();

    assertThat(done.get(0).completionTime()).isCloseTo(2.0, within(1e-9));
    assertThat(done.get(1).completionTime()).isCloseTo(2 * A.warmSeconds(), within(1e-9));
  }

  @Test
  void lookingAheadDoesNotMakeAStartCold() {
    Workload workload = Fixtures.workload(List.of(A), new Arrival(0, 0, 1), new Arrival(10, 0, 1));
    Policy clairvoyant =
        Policies.create(
            "clairvoyant",
            () -> {
              throw new IllegalStateException("not learned");
            });

    assertThat(
            new Simulator(SETTINGS, List.of(SMALL, SMALL))
                .run(workload, clairvoyant, 1)
                .completions())
        .extracting(Completion::cold)
        .containsExactly(true, false);
  }

  @Test
  void sameSeedSameEpisodeBitForBit() {
    Workload workload = Fixtures.randomWorkload(7, 400, 60);
    Simulator simulator =
        new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(10));

    EpisodeResult once = simulator.run(workload, Fixtures.ANY, 3);

    assertThat(simulator.run(workload, Fixtures.ANY, 3)).isEqualTo(once);
    assertThat(simulator.run(workload, Fixtures.ANY, 4)).isNotEqualTo(once);
  }

  @Test
  void functionThatFitsNowhereIsRefused() {
    Workload workload = Fixtures.workload(List.of(B), new Arrival(0, 0, 1));
    Simulator simulator = new Simulator(SETTINGS, List.of(new InvokerSettings(8, 256)));

    assertThatThrownBy(() -> simulator.run(workload, Fixtures.FIRST, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("function B needs 512 MB, but the largest invoker has 256");
  }

  @Test
  void largeFunctionWaitsOnlyWhereItFits() {
    Workload workload =
        Fixtures.workload(
            List.of(B), new Arrival(0, 0, 1), new Arrival(1, 0, 1), new Arrival(2, 0, 1));
    Simulator simulator = new Simulator(SETTINGS, List.of(new InvokerSettings(8, 256), SMALL));

    assertThat(simulator.run(workload, Fixtures.ANY, 1).completions())
        .extracting(Completion::invoker)
        .containsOnly(1);
  }

  private static final java.util.Comparator<Double> CLOSE =
      (a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b);
}
