package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.testbed.wire.InvokerInstance;
import io.faasrank.testbed.wire.Ping;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Guards that hashing in the stand-in walks as OpenWhisk does and takes the memory it promises, or
 * every comparison with hashing would be off.
 */
final class StockRuleTest {

  private static final int INVOKERS = 10;

  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 16, System::nanoTime);
  private final InvokerRegistry registry =
      new InvokerRegistry(
          ControllerSettings.of("", ControllerSettings.balancer("localhost", 6379, Map.of())),
          () -> 0,
          count -> {});
  private final StockRule rule = new StockRule(book, 1);

  @Test
  void nobodyIsThere() {
    assertThat(rule.place(request("guest/DH", 512))).isEqualTo(StockRule.NONE);
    registry.pinged(ping(0));
    assertThat(rule.place(request("guest/DH", 512))).isEqualTo(StockRule.NONE);
  }

  @Test
  void fillsTheHomeInvokerThenWalksAndAtLastOverloadsUsableOnes() {
    join();
    int home = rule.place(request("guest/DH", 512));
    for (int i = 1; i < 4; i++) {
      assertThat(rule.place(request("guest/DH", 512))).isEqualTo(home);
    }
    assertThat(registry.states().get(home))
        .isEqualTo(new InvokerState(home, InvokerHealth.HEALTHY, 2048, 2048, 4));
    Set<Integer> walked = new HashSet<>(Set.of(home));
    for (int i = 4; i < 4 * INVOKERS; i++) {
      walked.add(rule.place(request("guest/DH", 512)));
    }
    assertThat(walked).hasSize(INVOKERS);
    assertThat(registry.states()).allSatisfy(state -> assertThat(state.takenMb()).isEqualTo(2048));

    registry.pinged(new Ping(invoker(home), false));
    Set<Integer> overloaded = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      overloaded.add(rule.place(request("guest/DH", 512)));
    }
    assertThat(overloaded).hasSize(INVOKERS - 1).doesNotContain(home);
  }

  @Test
  void whatIsGivenBackIsTakenAgain() {
    join();
    int home = rule.place(request("guest/DH", 2048));
    assertThat(rule.place(request("guest/DH", 2048))).isNotEqualTo(home);
    registry.release(home, 2048);
    assertThat(rule.place(request("guest/DH", 2048))).isEqualTo(home);
  }

  @Test
  void gapInTheNumbersIsOffline() {
    registry.pinged(ping(2));
    assertThat(registry.states())
        .extracting(InvokerState::health)
        .containsExactly(
            InvokerHealth.OFFLINE, InvokerHealth.OFFLINE, InvokerHealth.UNHEALTHY);
    assertThat(registry.look()).isEqualTo(List.of(2));
  }

  private void join() {
    for (int i = 0; i < INVOKERS; i++) {
      registry.pinged(ping(i));
      registry.ended(i, HealthWatch.Result.SUCCESS);
    }
  }

  private static Ping ping(int number) {
    return new Ping(invoker(number), true);
  }

  private static InvokerInstance invoker(int number) {
    return InvokerInstance.of(number, "invoker" + number, 2048);
  }

  private Request request(String action, int memoryMb) {
    ActionBook of = book.actions().book("guest", action, memoryMb);
    return new Request("a", of, registry.pool(), 1, registry.slots(memoryMb));
  }
}
