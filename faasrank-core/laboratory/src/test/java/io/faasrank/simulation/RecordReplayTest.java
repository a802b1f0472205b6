package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.simulation.RecordReplay.RunFigures;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.BalancerRecord;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.RecordedCall;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards the comparison with a record: functions and invokers are estimated from its calls, and a
 * record of known make comes back; round robin pays for its cold starts where creation is dear.
 */
final class RecordReplayTest {

  private static final Config CONFIG = ConfigFactory.load();
  private static final String ROUND_ROBIN = "RoundRobinLB";

  @Test
  void estimatesFunctionsAndInvokers() {
    RecordEstimates estimates = RecordEstimates.of(record(RecordReplay.STOCK), 0.15);

    assertThat(estimates.functions())
        .extracting(FunctionProfile::name)
        .containsExactly("afuerst/f0", "afuerst/f1");
    FunctionProfile first = estimates.functions().get(0);
    assertThat(first.memoryMb()).isEqualTo(256);
    assertThat(first.warmSeconds()).isCloseTo(1, within(0.02));
    assertThat(first.initSeconds()).isCloseTo(0.5, within(0.05));
    assertThat(first.createSeconds()).isNaN();
    // Invoker 0 creates in half a second, invoker 1 in three.
    assertThat(estimates.creationSeconds().get(0)).isCloseTo(0.5, within(0.1));
    assertThat(estimates.creationSeconds().get(1)).isCloseTo(3, within(0.2));
    assertThat(estimates.homes()).isEmpty();
  }

  @Test
  void simulatesWhatWasRun() {
    RecordReplay replay = replay(record(RecordReplay.STOCK, ROUND_ROBIN), 3);
    RunFigures stock = replay.simulated(8, RecordReplay.STOCK);
    RunFigures rotated = replay.simulated(8, ROUND_ROBIN);

    assertThat(replay.recorded(8, RecordReplay.STOCK).meanSeconds()).isBetween(1.0, 2.0);
    assertThat(stock.meanSeconds()).isBetween(1.0, 2.5);
    assertThat(stock.cold()).isBetween(0.001, 0.05);
    assertThat(rotated.cold()).isGreaterThan(stock.cold());
    assertThat(replay.simulated(8, ROUND_ROBIN)).isEqualTo(rotated);
  }

  @Test
  void unknownBalancersAndRecordsWithoutTheStockOneAreRefused() {
    assertThatThrownBy(() -> replay(record(RecordReplay.STOCK, "Mine"), 1))
        .hasMessageContaining("column balancer: expected one of ShardingContainerPoolBalancer,")
        .hasMessageEndingWith("found Mine");
    assertThatThrownBy(() -> replay(record(ROUND_ROBIN), 1))
        .hasMessageEndingWith(
            "expected calls of ShardingContainerPoolBalancer at 8 users, found none");
  }

  @Test
  void runsMayBeOfDifferentLengthButNotSoShortThatNothingIsAnswered() {
    List<RecordedCall> calls = new ArrayList<>(record(RecordReplay.STOCK).calls());
    calls.stream()
        .limit(30)
        .map(c -> new RecordedCall(4, c.balancer(), c.seconds(), "f0", 256, 1, false, c.invoker()))
        .toList()
        .forEach(calls::add);
    RunFigures half =
        replay(new BalancerRecord("made.csv", calls), 1).simulated(4, RecordReplay.STOCK);
    assertThat(half.cold())
        .as("of half a minute's calls, not of ten minutes'")
        .isBetween(0.01, 0.2);

    RecordedCall one = new RecordedCall(8, RecordReplay.STOCK, 0, "f", 256, 1, false, 0);
    RecordReplay tiny = replay(new BalancerRecord("made.csv", List.of(one)), 1);
    assertThatThrownBy(() -> tiny.simulated(8, RecordReplay.STOCK))
        .hasMessageContaining("made.csv: expected runs of minutes, found one of ");
  }

  @Test
  void balancersThatWalkARingPassLoadedInvokersBy() {
    FunctionProfile heavy =
        FunctionProfile.named("f").memoryMb(128).warmSeconds(300).cores(4).build();
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      arrivals.add(new Arrival(60 * i, 0, 1));
    }
    Simulator simulator =
        new Simulator(
            SimulationSettings.from(CONFIG, "openwhisk"),
            Collections.nCopies(3, new InvokerSettings(4, 4096)));
    RecordedBalancer balancer =
        new RecordedBalancer(
            3, 1, Map.of(0, 2), RecordSettings.from(CONFIG), new SplittableRandom(1));
    List<Completion> done =
        simulator
            .run(
                new Workload("w", List.of(heavy), arrivals),
                balancer.named("BoundedLoadsLoadBalancer"),
                1,
                EpisodeObserver.NONE)
            .completions();

    // Its load average passes 1.2 a core with the second call there.
    assertThat(done.get(0).invoker()).isEqualTo(2);
    assertThat(done).extracting(Completion::invoker).contains(0).contains(1);
  }

  private static RecordReplay replay(BalancerRecord record, int draws) {
    return new RecordReplay(
        record,
        SimulationSettings.from(CONFIG, "openwhisk"),
        RecordSettings.from(CONFIG),
        0.1,
        draws,
        1);
  }

  /**
   * Two functions of 1 and 2 s on two invokers, called by 8 clients for ten minutes under each
   * balancer; one call in 20 starts cold, alone.
   */
  private static BalancerRecord record(String... balancers) {
    List<RecordedCall> calls = new ArrayList<>();
    for (String balancer : balancers) {
      for (int i = 0; i < 600; i++) {
        int invoker = i / 20 % 2;
        boolean cold = i % 20 == 0;
        int function = i % 2;
        double latency = (1 + function) * (1 + 0.01 * (i % 3));
        double creation = cold ? 0.5 + (invoker == 0 ? 0.5 : 3) : 0;
        calls.add(
            new RecordedCall(
                8, balancer, i + 0.5, "f" + function, 256, latency + creation, cold, invoker));
      }
    }
    return new BalancerRecord("made.csv", calls);
  }
}
