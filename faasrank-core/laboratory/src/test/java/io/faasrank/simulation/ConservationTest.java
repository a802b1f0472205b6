package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.policy.Decision;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.workload.Workload;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against lost, doubled or impossible activations: over random workloads and clusters every
 * activation completes exactly once and not before its work is done, no invoker holds more memory
 * than it has, no count is negative, and the scheduler's book agrees with the invokers.
 */
final class ConservationTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void nothingIsLostOrDoubled(int seed) {
    Workload workload = Fixtures.randomWorkload(seed, 50 * seed, 30);
    List<InvokerSettings> cluster =
        InvokerSettings.parseCluster(seed % 2 == 0 ? "4x8c2048m" : "2x2c512m,1x16c4096m,2x4c1024m");
    int[] inflight = {0};
    int[] checks = {0};
    Scorer checking =
        (view, action, decision) -> {
          SimulatedCluster simulated = (SimulatedCluster) view;
          int total = 0;
          for (int i = 0; i < simulated.size(); i++) {
            check(simulated, i);
            total += simulated.inflight(i);
          }
          assertThat(total).isEqualTo(inflight[0]);
          checks[0]++;
        };
    Policy policy =
        new Policy("checking", checking, (decision, random) -> random.nextInt(decision.count()));
    EpisodeObserver counting =
        new EpisodeObserver() {
          @Override
          public void decided(int activation, double seconds, Decision decision) {
            inflight[0]++;
          }

          @Override
          public void completed(double seconds) {
            inflight[0]--;
          }
        };

    EpisodeResult result =
        new Simulator(SimulationSettings.defaults(), cluster).run(workload, policy, seed, counting);

    assertThat(checks[0]).isEqualTo(workload.arrivals().size());
    assertThat(inflight[0]).isZero();
    assertThat(result.completions()).hasSize(workload.arrivals().size()).doesNotContainNull();
    for (int i = 0; i < result.completions().size(); i++) {
      Completion done = result.completions().get(i);
      double work =
          workload.functions().get(done.function()).warmSeconds()
              * workload.arrivals().get(i).durationFactor();
      assertThat(done.completionTime() - done.queueSeconds()).isGreaterThan(work - 1e-6);
      assertThat(done.queueSeconds()).isNotNegative();
    }
  }

  private static void check(SimulatedCluster cluster, int i) {
    SimulatedInvoker invoker = cluster.invoker(i);
    assertThat(invoker.containerMemoryMb()).isBetween(0, invoker.size().memoryMb());
    assertThat(invoker.idleMemoryMb()).isBetween(0, invoker.containerMemoryMb());
    assertThat(cluster.inflight(i)).isEqualTo(invoker.running() + invoker.queued());
    if (invoker.queued() == 0) {
      assertThat(cluster.freeMemoryMb(i))
          .isEqualTo(
              invoker.size().memoryMb() - invoker.containerMemoryMb() + invoker.idleMemoryMb());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theClusterEndsIdleWithinItsKeepAlive(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = Fixtures.randomWorkload(random.nextLong(), 100, 10);
    SimulatedInvoker invoker =
        new SimulatedInvoker(
            InvokerSettings.PAPER,
            SimulationSettings.defaults(),
            workload.functions(),
            new InvokerMeter(InvokerSettings.PAPER, 1, 0, seed));
    for (int i = 0; i < 100; i++) {
      int function = workload.arrivals().get(i).function();
      invoker.accept(new SimulatedActivation(i, function, 0, 1), 0);
    }
    int completed = 0;
    double at = 0;
    while (invoker.running() > 0) {
      at = invoker.nextEventSeconds();
      completed += invoker.step(at) == null ? 0 : 1;
    }
    invoker.advance(at + SimulationSettings.defaults().keepAliveSeconds());

    assertThat(completed).isEqualTo(100);
    assertThat(invoker.queued()).isZero();
    assertThat(invoker.containerMemoryMb()).isZero();
    assertThat(invoker.idleMemoryMb()).isZero();
  }
}
