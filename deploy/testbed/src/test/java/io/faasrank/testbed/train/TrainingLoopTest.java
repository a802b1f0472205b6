package io.faasrank.testbed.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.event.EventDecoder;
import io.faasrank.event.EventEntry;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.event.PolicySaid;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Softmax;
import io.faasrank.report.TrainingRow;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.learn.EventTail;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.testbed.local.LocalServers;
import io.faasrank.training.Baseline;
import io.faasrank.training.Credit;
import io.faasrank.training.OnlineTrainer;
import io.faasrank.training.PpoSettings;
import io.faasrank.training.TrainingSettings;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;

/**
 * Guards the paper's loop on real servers: that each update's model serves before its episode, that
 * what is learnt from is what was scored and drawn, with the probability that the log has, and that
 * nothing stays published.
 */
final class TrainingLoopTest {

  private static final TimeScale SCALE = new TimeScale(20);
  private static final int ACTIVATIONS = 40;

  private static final TrainingSettings SETTINGS =
      new TrainingSettings(
          FeatureSchema.GENERAL,
          Baseline.CRITIC,
          1,
          1,
          0,
          0,
          2,
          true,
          Credit.plain(30),
          false,
          1,
          10,
          0,
          1,
          PpoSettings.PAPER.withLearningRate(0.01));

  @Test
  void eachEpisodeIsDrawnByTheModelOfTheUpdateBefore() {
    List<TrainingRow> rows = new ArrayList<>();
    try (LocalServers servers = LocalServers.start();
        LocalCluster cluster =
            LocalCluster.start(
                servers,
                "",
                InvokerSettings.paperCluster(4),
                SCALE,
                LoopSystem.POLICY,
                ShippedModel.DEFAULT,
                CandidateLimit.NONE,
                1,
                1,
                LocalSystem.KEYS);
        EpisodeLog log = EpisodeLog.open(servers.redisServer());
        EpisodeLog witness = EpisodeLog.open(servers.redisServer());
        Connection connection = servers.redisServer().connect();
        OnlineTrainer trainer =
            OnlineTrainer.from(SETTINGS, ShippedModel.open(ShippedModel.DEFAULT))) {
      witness.begin(Set.of("quick", "slow"));
      TrainingLoop loop;
      try (ModelPublisher publisher = new ModelPublisher(servers.redisServer())) {
        loop =
            new TrainingLoop(
                new LocalSystem(cluster, SCALE, (policy, workload, of) -> () -> {}),
                log,
                publisher,
                trainer,
                SETTINGS,
                List.of("w"),
                (name, draw, again) -> workload(),
                Map.of());
        loop.run(rows::add);
      }
      assertThat(new Jedis(connection).exists("faasrank:1:model")).isFalse();

      assertThat(rows).extracting(TrainingRow::update).containsExactly(1, 2);
      assertThat(rows).allSatisfy(row -> assertThat(row.meanFctSeconds()).isBetween(0.4, 60.0));
      Map<String, Model> served = served(connection);
      List<EpisodeActivation> all = witness.end(2 * ACTIVATIONS).activations();
      assertThat(all).hasSize(2 * ACTIVATIONS);
      List<EpisodeActivation> known =
          all.stream().filter(EpisodeActivation::canBeLearntFrom).toList();
      assertThat((long) known.size()).isEqualTo(loop.learnt()).isGreaterThan(ACTIVATIONS);
      assertThat(known.stream().map(each -> said(each).model()).distinct()).hasSize(2);
      for (EpisodeActivation each : known) {
        Model model = Objects.requireNonNull(served.get(said(each).model()));
        assertThat(each.propensity()).isEqualTo(said(each).propensity());
        assertThat(probability(model, each)).isCloseTo(each.propensity(), within(1e-5));
      }
    }
  }

  private static PolicySaid said(EpisodeActivation activation) {
    return Objects.requireNonNull(activation.said());
  }

  /** With which the model draws the choice from the rows that were rebuilt. */
  private static double probability(Model model, EpisodeActivation activation) {
    int count = activation.rows().length / model.schema().width();
    float[] scores = new float[count];
    model.actor().forward(activation.rows(), count, scores);
    return Math.exp(Softmax.logProbability(scores, count, activation.position()));
  }

  private static Map<String, Model> served(Connection connection) {
    Map<String, Model> served = new HashMap<>();
    EventTail tail = EventTail.fromStart();
    for (EventEntry entry : tail.next(connection)) {
      for (LogEvent event : EventDecoder.decode(entry.batch(), "test").events()) {
        if (event instanceof ModelServed model && !model.digest().isEmpty()) {
          served.put(model.digest(), ModelFile.read(model.file(), "test"));
        }
      }
    }
    return served;
  }

  private static Workload workload() {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < ACTIVATIONS; i++) {
      arrivals.add(new Arrival(i * 0.4, i % 2, 1));
    }
    return new Workload(
        "w",
        List.of(
            new FunctionProfile("quick", 256, 2, 0.5, 1),
            new FunctionProfile("slow", 128, 4, 2, 0.5)),
        arrivals);
  }
}
