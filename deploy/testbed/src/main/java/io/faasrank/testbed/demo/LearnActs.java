package io.faasrank.testbed.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.Judgement;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.Offer;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.learn.EventRecorder;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.workload.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import redis.clients.jedis.Connection;

/**
 * The two acts. First the log of a running cluster fills, a twin of the cluster is made of it, a
 * model is trained on the twin and put on trial; it has to be promoted. Then a model that is bad on
 * purpose is put on trial; it has to be demoted.
 */
public final class LearnActs {

  /** Of {@link #serving()}: chosen, see {@link LearnWorld}. */
  private static final double BLUR = 3;

  private static final long BLUR_SEED = 2;

  /** How long the log fills before a round. Chosen: some thousand activations. */
  private static final Duration FILL = Duration.ofSeconds(25);

  /** A candidate that is not offered is trained again on a longer log, so often in all. */
  private static final int ROUNDS = 2;

  /** Chosen: what two cores do in half a minute beside the traffic. */
  private static final int UPDATES = 4;

  /** Of a round, from its start; where a machine is busy training ends sooner than it would. */
  private static final Duration TRAINING = Duration.ofSeconds(60);

  private static final double JUDGED_SHARE = 0.3;

  /** Until the controllers have followed a verdict; they look ten times a second. */
  private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 500;

  /** Hears what happens. */
  public interface Audience {

    /** Something has happened, in a line. */
    void says(String line);

    /** What is being done now, in some words. */
    void stage(String words);
  }

  private final LocalCluster cluster;
  private final RedisServer redis;
  private final Path folder;
  private final long seed;
  private final Config config;
  private final Audience audience;

  /**
   * @param cluster that serves {@link #serving()}, and writes its log
   * @param redis of the cluster
   * @param folder for the log, empty
   */
  public LearnActs(
      LocalCluster cluster,
      RedisServer redis,
      Path folder,
      long seed,
      Config config,
      Audience audience) {
    this.cluster = cluster;
    this.redis = redis;
    this.folder = folder;
    this.seed = seed;
    this.config = config;
    this.audience = audience;
  }

  /** Serves at first: the shipped model, hurt on purpose. */
  public static Model serving() {
    return HurtModel.blurred(
        ShippedModel.open(ShippedModel.DEFAULT), BLUR, Seeds.generator(BLUR_SEED));
  }

  /**
   * Plays both acts.
   *
   * @param world that the cluster is
   * @return whether they ended as they have to
   */
  public boolean play(LearnWorld world) {
    try (EventRecorder recorder = new EventRecorder(redis, folder, 24);
        Connection connection = recorder.connect();
        SteadyTraffic traffic = SteadyTraffic.begin(cluster, world.traffic())) {
      Offer offer = learn(recorder, connection, traffic);
      if (!offer.offered()) {
        audience.says("act 1 failed: no candidate is good enough to be tried: " + offer.verdict());
        return false;
      }
      return promoted(offer) && demoted(offer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Offer learn(EventRecorder recorder, Connection connection, SteadyTraffic traffic)
      throws IOException {
    Offer offer = null;
    for (int round = 0; round < ROUNDS && (offer == null || !offer.offered()); round++) {
      if (offer != null) {
        audience.says("not offered: " + offer.verdict() + "; on with a longer log");
      }
      fill(recorder, connection, traffic);
      offer = round(ClusterRecord.read(folder, 24));
    }
    if (offer == null) {
      throw new IllegalStateException("there is at least one round");
    }
    return offer;
  }

  private void fill(EventRecorder recorder, Connection connection, SteadyTraffic traffic)
      throws IOException {
    audience.stage("the log fills");
    long end = System.nanoTime() + FILL.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!traffic.flows()) {
        throw new ExperimentFailedException("the traffic has ended too soon");
      }
      sleep();
      int unused = recorder.copy(connection);
    }
  }

  private Offer round(ClusterRecord record) {
    say(
        "log: %d activations in %.0f s on %d invokers",
        record.activations().size(), record.seconds(), record.invokers().size());
    LearningSettings settings = new LearningSettings(seed, UPDATES, TRAINING, JUDGED_SHARE, 1);
    Offer offer =
        new LearningRound(settings, config, Clock.systemUTC(), new Stages())
            .run(record, serving(), null);
    say(
        "twin (%s): mean FCT %.2f s, recorded %.2f s; cold starts %.0f %%, recorded %.0f %%",
        offer.fit().calibration(),
        offer.fit().mean().twin(),
        offer.fit().mean().recorded(),
        offer.fit().coldPercent().twin(),
        offer.fit().coldPercent().recorded());
    Judgement judgement = offer.judgement();
    say(
        "candidate %s, %s; on later arrivals, mean FCT: candidate %.2f s, serving"
            + " %.2f s, hashing %.2f s, best rule (%s) %.2f s",
        offer.digest(),
        made(offer),
        judgement.of(Judgement.CANDIDATE).meanSeconds(),
        judgement.of(Judgement.SERVING).meanSeconds(),
        judgement.of("hashing").meanSeconds(),
        judgement.bestRule(),
        judgement.of(judgement.bestRule()).meanSeconds());
    return offer;
  }

  /** How the candidate came about, in words. */
  private static String made(Offer offer) {
    String begun =
        offer.startedFrom().equals(Judgement.SERVING)
            ? "the model in service"
            : "the model that FaaSRank ships";
    return offer.updates() == 0
        ? begun + " as it is: training it further was no clear gain on so short a log"
        : "which is " + begun + ", trained further by " + offer.updates() + " updates";
  }

  /** Tells the audience what a round is at. */
  private final class Stages implements LearningListener {
    @Override
    public void began(String stage) {
      audience.stage(
          switch (stage) {
            case "estimating" -> "a twin of the cluster is estimated from the log";
            case "training" -> "a candidate is trained on the twin";
            default -> "the candidate is judged on later arrivals";
          });
    }

    @Override
    public void trained(int updates, int of) {
      audience.stage("a candidate is trained on the twin, update " + updates + " of " + of);
    }
  }

  private boolean promoted(Offer offer) {
    byte[] candidate = offer.file();
    JsonNode ruling = trial("the candidate", candidate);
    boolean serves = awaitServed(ModelBytes.digest(candidate));
    boolean good = DemoTrial.verdict(ruling) == TrialVerdict.PROMOTED && serves;
    tell(1, "promoted", ruling, good);
    return good;
  }

  private boolean demoted(Offer offer) {
    byte[] bad = ModelFile.toBytes(HurtModel.reversed(offer.candidate()));
    audience.says(
        "a bad candidate on purpose: the one in service with its likes and dislikes exchanged");
    JsonNode ruling = trial("the bad candidate", bad);
    boolean serves = awaitServed(ModelBytes.digest(offer.file()));
    boolean good = DemoTrial.verdict(ruling) == TrialVerdict.DEMOTED && serves;
    tell(2, "demoted", ruling, good);
    return good;
  }

  private JsonNode trial(String who, byte[] model) {
    audience.stage("the trial of " + who + " begins");
    return DemoTrial.run(
        redis,
        model,
        ModelBytes.digest(model),
        state -> audience.stage("trial of " + who + ": " + evidence(state)));
  }

  private void tell(int act, String expected, JsonNode ruling, boolean good) {
    String verdict = ruling.path("verdict").asText();
    say(
        "act %d: %s: %s; %s",
        act,
        good || !verdict.equals(expected) ? verdict : verdict + ", but not what serves",
        ruling.path("reason").asText(),
        evidence(ruling));
  }

  private static String evidence(JsonNode ruling) {
    return String.format(
        Locale.ROOT,
        "slowdown %s with it, %s without it, ratio %s after %d pairs of blocks",
        number(ruling.path("candidate_arm").path("slowdown_mean")),
        number(ruling.path("control_arm").path("slowdown_mean")),
        number(ruling.path("ratio")),
        ruling.path("pairs_count").asInt());
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.2f", value.doubleValue()) : "unknown";
  }

  /** Whether all controllers come to serve the model. */
  private boolean awaitServed(String digest) {
    long deadline = System.nanoTime() + FOLLOWED_WITHIN.toNanos();
    while (!serves(digest)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      sleep();
    }
    return true;
  }

  private boolean serves(String digest) {
    return cluster.controllers().stream()
        .allMatch(
            controller -> {
              Served served = controller.faasrank().served();
              return served != null && served.digest().equals(digest);
            });
  }

  private void say(String format, Object... values) {
    audience.says(String.format(Locale.ROOT, format, values));
  }

  private static void sleep() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }
}
