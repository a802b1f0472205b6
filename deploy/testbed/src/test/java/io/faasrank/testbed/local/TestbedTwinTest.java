package io.faasrank.testbed.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.LearningText;
import io.faasrank.learn.TwinEstimate;
import io.faasrank.learn.TwinFit;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.controller.ReplayResult;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.learn.EventRecorder;
import io.faasrank.testbed.train.LocalSystem;
import io.faasrank.workload.FunctionPopulation;
import io.faasrank.workload.OpenArrivals;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Connection;

/**
 * The figures of docs/learning.md: how well the twin of a testbed's cluster, estimated from its
 * log, repeats that log. Takes minutes; prints what it measured.
 *
 * <pre>mvn -q -B test -pl deploy/testbed -am -Dtest=TestbedTwinTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaasrank.twin.arrivals=300</pre>
 */
@EnabledIfSystemProperty(named = "faasrank.twin.arrivals", matches = "\\d+")
final class TestbedTwinTest {

  private static final TimeScale SCALE =
      new TimeScale(Double.parseDouble(System.getProperty("faasrank.twin.scale", "4")));

  /** Of functions, arrivals and whatever is drawn. */
  private static final long SEED = Long.getLong("faasrank.twin.seed", 1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10x8c2048m | 0.4 | hashing",
        "10x8c2048m | 0.4 | faasrank",
        "4x16c4096m,4x4c1024m | 0.6 | hashing",
        "4x16c4096m,4x4c1024m | 0.6 | faasrank",
        "6x8c2048m | 1.2 | hashing",
        "6x8c2048m | 1.2 | faasrank"
      })
  void repeatsTheLog(String cluster, double load, String policy, @TempDir Path folder)
      throws IOException {
    List<InvokerSettings> sizes = InvokerSettings.parseCluster(cluster);
    double cores = sizes.stream().mapToDouble(InvokerSettings::cores).sum();
    Workload workload =
        OpenArrivals.atLoad(load, cores, SimulationSettings.defaults()::coresDemanded, 0.1)
            .first(
                Integer.getInteger("faasrank.twin.arrivals"),
                FunctionPopulation.draw(PopulationSpec.named("table2"), SEED),
                SEED);
    try (LocalServers servers = LocalServers.start()) {
      try (LocalCluster local =
          LocalCluster.start(
              servers,
              "twin",
              sizes,
              SCALE,
              policy,
              "general",
              CandidateLimit.AUTO,
              1,
              SEED,
              LocalSystem.KEYS)) {
        ReplayResult result = local.run(workload);
        assertThat(result.complete()).isTrue();
      }
      try (EventRecorder recorder = new EventRecorder(servers.redisServer(), folder, 10);
          Connection connection = recorder.connect()) {
        assertThat(recorder.copy(connection)).isPositive();
      }
    }
    LearningRound round =
        new LearningRound(
            new LearningSettings(1, 0, Duration.ofMinutes(1), 0.3, 1),
            ConfigFactory.load(),
            Clock.systemUTC(),
            LearningListener.NONE);
    TwinEstimate estimate =
        round.estimate(
            ClusterRecord.read(folder, 10, SCALE.virtualPerReal(), ClusterRecord.MOST_ACTIVATIONS),
            null);
    TwinFit fit = round.fit(estimate, null);
    System.out.println(cluster + " at " + load + " under " + policy);
    System.out.println(LearningText.of(estimate.twin()));
    System.out.println(LearningText.of(fit));
    assertThat(fit.within(10, 5)).isTrue();
  }
}
