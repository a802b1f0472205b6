package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.learn.Twin.TwinInvoker;
import io.faasrank.learn.TwinTraining.Trained;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.workload.FunctionProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The figures of docs/learning.md: from a model of another world, one round of learning against a
 * training with the cluster's true parameters, both judged on the true cluster's later arrivals.
 * Takes minutes for each seed. A world is {@code unlike}, {@code known} or {@code dear}, with its
 * load; for instance
 *
 * <pre>mvn -q -B test -pl faasrank-core/laboratory -am -Dtest=LearningStudyTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaasrank.learn.world=unlike:0.6 -Dfaasrank.learn.seeds=1,2,3,4,5
 * </pre>
 */
@EnabledIfSystemProperty(named = "faasrank.learn.seeds", matches = ".+")
class LearningStudyTest {

  private static final int UPDATES =
      Integer.getInteger("faasrank.learn.updates", LearningSettings.UPDATES);
  private static final int ARRIVALS = Integer.getInteger("faasrank.learn.arrivals", 6_000);

  @Test
  void oneRoundComesNearATrainingWithTheTruth() {
    String[] world = System.getProperty("faasrank.learn.world", "unlike:0.6").split(":", -1);
    List<Double> ratios = new ArrayList<>();
    for (String seed : System.getProperty("faasrank.learn.seeds", "1").split(",", -1)) {
      ratios.add(round(world[0], Double.parseDouble(world[1]), Long.parseLong(seed)));
    }
    assertThat(ratios).allMatch(ratio -> ratio < 1.05);
  }

  private static double round(String name, double load, long seed) {
    World world =
        switch (name) {
          case "unlike" -> World.unlike(load);
          case "known" -> World.known(1.4, load);
          default -> World.dear(load);
        };
    Model serving = ShippedModel.open("table1");
    ClusterRecord record = world.record(ARRIVALS, "faasrank", serving, seed);
    LearningSettings settings = new LearningSettings(seed, UPDATES, Duration.ofMinutes(30), 0.3, 2);
    long began = System.nanoTime();
    Offer offer =
        new LearningRound(settings, World.CONFIG, Clock.systemUTC(), LearningListener.NONE)
            .run(record, serving, null);
    long took = System.nanoTime() - began;
    double split = record.activations().get(ARRIVALS * 7 / 10).placedSeconds();
    TwinEstimate truth = truth(world, record.between(Double.NEGATIVE_INFINITY, split));
    Trained informed =
        new TwinTraining(truth, World.CONFIG, settings)
            .train(ShippedModel.open(ShippedModel.DEFAULT), () -> false, LearningListener.NONE);
    TwinJudge judge =
        new TwinJudge(
            truth(world, record.between(split, Double.POSITIVE_INFINITY)), World.CONFIG, 99);
    double candidate = judge.meanSeconds(offer.candidate());
    double best = judge.meanSeconds(informed.model());
    System.out.printf(
        Locale.ROOT,
        "%s %.1f seed %d: fit %+.1f %% cold %+.1f points; serving %.3f s, general %.3f, candidate %.3f,"
            + " true parameters %.3f: %.1f %%; %s; %.0f s%n",
        name,
        load,
        seed,
        offer.fit().mean().errorPercent(),
        offer.fit().coldPercent().twin() - offer.fit().coldPercent().recorded(),
        judge.meanSeconds(serving),
        judge.meanSeconds(ShippedModel.open(ShippedModel.DEFAULT)),
        candidate,
        best,
        100 * candidate / best,
        offer.verdict(),
        took / 1e9);
    return candidate / best;
  }

  /** The twin that one would have who knew everything. */
  private static TwinEstimate truth(World world, ClusterRecord record) {
    TwinEstimate estimated =
        new TwinEstimator(World.CONFIG, calibration(world)).estimate(record, null);
    Twin twin = estimated.twin();
    List<TwinFunction> functions = new ArrayList<>();
    for (TwinFunction f : twin.functions()) {
      FunctionProfile own =
          world.functions().stream()
              .filter(p -> p.name().equals(f.name()))
              .findFirst()
              .orElseThrow();
      functions.add(
          new TwinFunction(
              f.namespace(),
              f.name(),
              f.memoryMb(),
              f.concurrency(),
              f.timeLimitSeconds(),
              own.warmSeconds(),
              own.durationCv(),
              own.initSeconds(),
              own.createSeconds() + world.settings().creationSeconds(),
              own.cores(),
              f.calls(),
              f.runs(),
              f.inits(),
              f.creations()));
    }
    double[] unknown = new double[record.activations().size()];
    Arrays.fill(unknown, Double.NaN);
    return new TwinEstimate(
        new Twin(
            twin.calibration(),
            world.settings().contentionExponent(),
            0,
            0,
            0,
            1,
            twin.arrivalsPerSecond(),
            twin.load(),
            functions,
            world.cluster().stream()
                .map(i -> new TwinInvoker(i.cores(), i.memoryMb(), true))
                .toList(),
            List.of()),
        record,
        unknown,
        0);
  }

  private static String calibration(World world) {
    return world.settings().platform().creationSlots() > 0 ? "openwhisk" : "paper";
  }
}
