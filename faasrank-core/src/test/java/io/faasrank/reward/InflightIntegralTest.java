package io.faasrank.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards Eq. 8: rewards worked by hand, and their sum is the total completion time. */
final class InflightIntegralTest {

  @Test
  void rewardsWorkedByHand() {
    InflightIntegral integral = new InflightIntegral();

    assertThat(integral.decided(1)).isZero();
    assertThat(integral.decided(3)).isEqualTo(-2);
    integral.completed(4);
    integral.completed(6);
    assertThat(integral.decided(10)).isEqualTo(-4);
    integral.completed(10.5);
    assertThat(integral.sinceLastAction()).isEqualTo(-0.5);
    assertThat(integral.inflight()).isZero();
  }

  @Test
  void rewardsSumToTheTotalCompletionTime() {
    SplittableRandom random = new SplittableRandom(21);
    List<double[]> events = new ArrayList<>();
    double total = 0;
    for (int i = 0; i < 1_000; i++) {
      double arrival = random.nextDouble(100);
      double completion = arrival + random.nextDouble(20);
      total += completion - arrival;
      events.add(new double[] {arrival, 0});
      events.add(new double[] {completion, 1});
    }
    events.sort(Comparator.comparingDouble(e -> e[0]));

    InflightIntegral integral = new InflightIntegral();
    double sum = 0;
    for (double[] event : events) {
      if (event[1] == 0) {
        sum += integral.decided(event[0]);
      } else {
        integral.completed(event[0]);
      }
    }

    assertThat(sum + integral.sinceLastAction()).isCloseTo(-total, within(1e-6));
  }

  @Test
  void impossibleEventsAreRefused() {
    InflightIntegral integral = new InflightIntegral();
    assertThatThrownBy(() -> integral.completed(1)).hasMessageContaining("none in flight");
    integral.decided(5);
    assertThatThrownBy(() -> integral.decided(4)).hasMessageContaining("time went back");
  }
}
