package io.faasrank.testbed.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.model.ShippedModel;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.controller.MeterTable;
import io.faasrank.testbed.controller.StandInController;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.invoker.ScaledMetrics;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalServers;
import io.faasrank.testbed.train.AttachedSystem;
import io.faasrank.testbed.train.EpisodeGathering;
import io.faasrank.testbed.train.EpisodeLog;
import io.faasrank.testbed.train.LoopSystem;
import io.faasrank.testbed.train.ModelPublisher;
import io.faasrank.training.LoggedRollout;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Guards training through OpenWhisk's API: that controllers have said in the log what they serve
 * before an episode begins, and that its activations come out of the log. The API is a double;
 * Kafka and Redis are real.
 */
final class AttachedSystemTest {

  private static final TimeScale QUICK = new TimeScale(20);

  @Test
  void anEpisodeIsDrawnByThePublishedModel() throws IOException {
    try (LocalServers servers = serversOfAControllerThatHasGone();
        StandInController controller = controller(servers);
        FakeApi api = new FakeApi(controller);
        AttachedCluster cluster = AttachedCluster.join(fleet(servers));
        BenchmarkActions actions =
            BenchmarkActions.create(
                new OpenWhiskApi(api.address(), FakeApi.KEY),
                "p",
                BenchmarkFunctions.all(),
                () -> {});
        EpisodeLog log = EpisodeLog.open(servers.redisServer());
        ModelPublisher publisher = new ModelPublisher(servers.redisServer())) {
      LiveReplay replay =
          new LiveReplay(new OpenWhiskApi(api.address(), FakeApi.KEY), actions, cluster.fleet());
      AttachedSystem system = new AttachedSystem(cluster, replay, log, workload -> () -> {});
      byte[] model = ShippedModel.bytes("table1");
      publisher.publish("t", model);
      system.awaitServed(ModelBytes.digest(model));

      FunctionProfile function = BenchmarkFunctions.all().get(1);
      Workload workload =
          new Workload(
              "w",
              List.of(function),
              List.of(new Arrival(0, 0, 1), new Arrival(0.05, 0, 1), new Arrival(0.1, 0, 1)));
      log.begin(Set.of(function.name()));
      EpisodeResult result = system.run(workload);
      EpisodeGathering episode = log.end(3);
      LoggedRollout rollout =
          episode.rollout(FeatureSchema.TABLE1, ModelBytes.digest(model), system.scale());

      assertThat(rollout.size()).isEqualTo(3);
      assertThat(rollout.learntFrom()).isPositive();
      // from placement to end, and so without the way through the API
      assertThat(rollout.totalReward())
          .isLessThan(0)
          .isGreaterThan(-3 * result.meanCompletionTime());
      assertThat(episode.rollout(FeatureSchema.TABLE1, "another", 1).learntFrom()).isZero();
    }
  }

  /** The log keeps what it wrote, as it does of every controller that is started anew. */
  private static LocalServers serversOfAControllerThatHasGone() {
    LocalServers servers = LocalServers.start();
    try (Jedis jedis = new Jedis(servers.redisServer().connect());
        StandInController gone = controller(servers)) {
      await().until(() -> jedis.xlen("faasrank:1:events") > 0);
      assertThat(gone.invokers()).isEmpty();
    }
    return servers;
  }

  private static StandInController controller(LocalServers servers) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("policy", LoopSystem.POLICY);
    keys.put("mode", "faasrank");
    keys.put("events.enabled", true);
    keys.put("late-binding.enabled", false);
    keys.put("control-interval", "50 ms");
    keys.put("freshness.settle", "0 s");
    keys.put("decision-budget", "1 s");
    return StandInController.start(
        ControllerSettings.of(
            servers.kafka().bootstrapServers(),
            ControllerSettings.balancer(servers.redis().host(), servers.redis().port(), keys)),
        new MeterTable());
  }

  private static FleetSettings fleet(LocalServers servers) {
    return FleetSettings.of(servers.kafka().bootstrapServers(), InvokerSettings.paperCluster(3))
        .withScale(QUICK)
        .withMetrics(
            ScaledMetrics.settings(
                servers.redis().host(),
                servers.redis().port(),
                QUICK,
                SimulationSettings.defaults()));
  }
}
