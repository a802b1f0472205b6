package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.policy.Decision;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeObserver;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards that a replay gives what the simulator gives: one completion per arrival, in order, in
 * virtual seconds from the arrival, with the costs that the workload says.
 */
final class LocalReplayTest {

  private static final FunctionProfile QUICK = new FunctionProfile("quick", 256, 2, 0.5, 1);
  private static final FunctionProfile SLOW = new FunctionProfile("slow", 128, 5, 4, 0.5);

  @Test
  void completionsAreInVirtualSecondsFromTheirArrival() {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      arrivals.add(new Arrival(i * 0.5, i % 2, i == 0 ? 2 : 1));
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedRedis redis = EmbeddedRedis.start();
        TestCluster cluster =
            TestCluster.start(
                kafka.bootstrapServers(),
                redis,
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1))) {
      LocalReplay replay =
          new LocalReplay(List.of(cluster.controller), TestCluster.SCALE, Duration.ofSeconds(30));
      assertThat(replay.warmUp(5, EpisodeObserver.NONE)).isEqualTo(5);
      List<Double> decided = new ArrayList<>();
      ReplayResult result =
          replay.run(new Workload("w", List.of(QUICK, SLOW), arrivals), decisions(decided));

      assertThat(result.complete()).isTrue();
      List<Completion> completions = result.episode().completions();
      assertThat(completions).hasSize(40);
      for (int i = 0; i < 40; i++) {
        Completion completion = completions.get(i);
        assertThat(completion.arrivalSeconds()).isEqualTo(arrivals.get(i).seconds());
        assertThat(completion.function()).isEqualTo(i % 2);
        assertThat(completion.invoker()).isBetween(0, 1);
        double least = i % 2 == 0 ? QUICK.warmSeconds() : SLOW.warmSeconds();
        double start = completion.cold() ? (i % 2 == 0 ? 1.5 : 1) : 0;
        assertThat(completion.completionTime()).isGreaterThan(0.99 * (least + start));
        assertThat(completion.queueSeconds()).isBetween(0.0, completion.completionTime());
      }
      assertThat(completions.get(0).cold()).isTrue();
      assertThat(completions.get(0).completionTime()).isGreaterThan(2.49);
      assertThat(completions).anyMatch(completion -> !completion.cold());
      // a machine that is ten real seconds behind would show it
      assertThat(completions.get(39).completionTime()).isLessThan(100);
      assertThat(decided).as("one for each arrival").hasSize(40).isSorted();
    }
  }

  private static EpisodeObserver decisions(List<Double> seconds) {
    return new EpisodeObserver() {
      @Override
      public void decided(int activation, double now, Decision decision) {
        assertThat(decision.count()).isBetween(0, 2);
        seconds.add(now);
      }

      @Override
      public void completed(double now) {}
    };
  }
}
