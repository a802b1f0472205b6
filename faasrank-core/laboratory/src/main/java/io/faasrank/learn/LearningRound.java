package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.experiment.RegimeGrid;
import io.faasrank.learn.TwinTraining.Trained;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.report.Interval;
import io.faasrank.workload.Sha256;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One round of learning: from a record of the cluster and the model in service to an {@link Offer}.
 * The first part of the record's time is trained on, the rest judged on. The same record, model and
 * settings give the same offer, unless training was ended by the time limit.
 */
public final class LearningRound {

  /** Further off than this the twin is of another cluster, and says nothing of a model. Chosen. */
  static final double WORST_FIT_PERCENT = 25;

  /** Likewise, points of cold starts. Chosen. */
  static final double WORST_FIT_POINTS = 10;

  /** Fewer activations are no basis. Chosen: two tasks of the shortest kind. */
  static final int LEAST_ACTIVATIONS = 400;

  /** Digits of a digest, as the controllers have it. */
  private static final int DIGITS = 12;

  private final LearningSettings settings;
  private final Config config;
  private final Clock clock;
  private final LearningListener listener;

  /**
   * @param config resolved, with the calibrations
   * @param clock for the time limit and the date in the model
   */
  public LearningRound(
      LearningSettings settings, Config config, Clock clock, LearningListener listener) {
    this.settings = settings;
    this.config = config;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Estimates a twin of the record, in the structure of the calibration under which like phases of
   * activations took like times.
   *
   * @param before a twin of earlier hours; null for none
   */
  public TwinEstimate estimate(ClusterRecord record, @Nullable Twin before) {
    return RegimeGrid.calibrations(config).stream()
        .filter(name -> before == null || before.calibration().equals(name))
        .map(name -> new TwinEstimator(config, name).estimate(record, before))
        .min(Comparator.comparingDouble(TwinEstimate::cost))
        .orElseThrow();
  }

  /** How well a twin repeats its record. Where that begins in midst of things, a part fills up. */
  public TwinFit fit(TwinEstimate estimate, @Nullable Model serving) {
    ClusterRecord record = estimate.record();
    int from = record.earlier() + (record.whole() ? 0 : record.size() / 5);
    return TwinFit.of(estimate, config, 0, from, serving);
  }

  /**
   * Runs a round.
   *
   * @param choices says how probable the log's decisions are under a candidate; null where that is
   *     not asked
   * @throws IllegalArgumentException when the record holds too little; one line
   */
  public Offer run(ClusterRecord record, Model serving, @Nullable ChoiceSource choices) {
    Instant deadline = clock.instant().plus(settings.limit());
    double split = split(record);
    listener.began("estimating");
    double start =
        record.earlier() == 0 ? Double.NEGATIVE_INFINITY : record.first().placedSeconds();
    TwinEstimate learnt = estimate(record.between(start, split), null);
    TwinFit fit = fit(learnt, serving);
    TwinEstimate later = estimate(record.between(split, Double.POSITIVE_INFINITY), learnt.twin());
    listener.began("training");
    String startedFrom = start(learnt, serving);
    Model begun =
        startedFrom.equals(Judgement.SERVING) ? serving : ShippedModel.open(ShippedModel.DEFAULT);
    Trained trained =
        kept(
            learnt,
            begun,
            new TwinTraining(learnt, config, settings)
                .train(
                    begun, () -> listener.enough() || clock.instant().isAfter(deadline), listener));
    // what was not changed keeps its digest, by which trials remember it
    Model candidate = trained.updates() == 0 ? begun : named(trained, startedFrom, record);
    listener.began("judging");
    Judgement judgement =
        new TwinJudge(later, config, settings.seed())
            .judge(
                candidate,
                serving,
                choices == null
                    ? null
                    : OffPolicy.of(
                        choices.choices(
                            candidate, record.startMillis() + Math.round(1000 * split))));
    String refusal = refusal(fit, judgement);
    return new Offer(
        candidate,
        digest(candidate),
        startedFrom,
        trained.updates(),
        learnt.twin(),
        fit,
        judgement,
        refusal.isEmpty(),
        refusal.isEmpty() ? praise(judgement) : refusal);
  }

  /** When the time that is judged on begins. */
  private double split(ClusterRecord record) {
    List<RecordedActivation> all = record.activations();
    if (all.size() < LEAST_ACTIVATIONS) {
      throw new IllegalArgumentException(
          "the log holds %s activations, expected %s or more to learn from"
              .formatted(all.size(), LEAST_ACTIVATIONS));
    }
    double first = all.get(0).placedSeconds();
    double last = all.get(all.size() - 1).placedSeconds();
    double byTime = first + (1 - settings.judgedShare()) * (last - first);
    // by time, but for a log that is all at one end
    double early = all.get(all.size() / 4).placedSeconds();
    double late = all.get(all.size() - all.size() / 10).placedSeconds();
    return Math.max(early, Math.min(late, byTime));
  }

  /**
   * The model in service, or the shipped one where that does better on the twin: what was trained
   * for another world may be a worse beginning than what was trained for any.
   */
  private String start(TwinEstimate learnt, Model serving) {
    TwinJudge judge = new TwinJudge(learnt, config, settings.seed());
    Model shipped = ShippedModel.open(ShippedModel.DEFAULT);
    return judge.meanSeconds(shipped) < judge.meanSeconds(serving)
        ? Judgement.SHIPPED
        : Judgement.SERVING;
  }

  /**
   * What training came to, or where it began: the validation takes the best of several models, and
   * so may take luck for gain. A gain must show on the recorded arrivals too.
   */
  private Trained kept(TwinEstimate learnt, Model start, Trained trained) {
    Interval percent =
        new TwinJudge(learnt, config, settings.seed()).percent(trained.model(), start);
    return percent.high() < 100
        ? trained
        : new Trained(start, 0, trained.startPercent(), trained.startPercent());
  }

  private Model named(Trained trained, String startedFrom, ClusterRecord record) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("command", "faasrank learn");
    metadata.put("seed", Long.toString(settings.seed()));
    metadata.put(
        "data",
        "%s activations from %s on"
            .formatted(record.activations().size(), Instant.ofEpochMilli(record.startMillis())));
    metadata.put("started_from", startedFrom);
    metadata.put("updates", Integer.toString(trained.updates()));
    metadata.put("date", clock.instant().toString());
    Model model = trained.model();
    return new Model(model.schema(), model.scaler(), model.actor(), model.critic(), metadata);
  }

  private static String digest(Model model) {
    MessageDigest digest = Sha256.digest();
    digest.update(ModelFile.toBytes(model));
    return Sha256.hex(digest).substring(0, DIGITS);
  }

  /** Why a candidate is not offered; empty where it is. */
  static String refusal(TwinFit fit, Judgement judgement) {
    List<String> reasons = new ArrayList<>();
    if (!fit.within(WORST_FIT_PERCENT, WORST_FIT_POINTS)) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "the twin does not fit: mean %.0f %% off, cold starts %.1f %% instead of %.1f %%",
              fit.mean().errorPercent(),
              fit.coldPercent().twin(),
              fit.coldPercent().recorded()));
    }
    Judgement.Judged candidate = judgement.of(Judgement.CANDIDATE);
    if (!candidate.percentOfServing().bounded()) {
      reasons.add("too few later activations for an interval");
    } else if (!(candidate.percentOfServing().high() < 100)) {
      reasons.add(
          "not clearly better than the model in service: %s %% of its mean"
              .formatted(LearningText.text(candidate.percentOfServing())));
    }
    if (candidate.percentOfHashing().value() > 100) {
      reasons.add(
          "worse than hashing: %s %% of its mean"
              .formatted(LearningText.text(candidate.percentOfHashing())));
    }
    return String.join("; ", reasons);
  }

  private static String praise(Judgement judgement) {
    Judgement.Judged candidate = judgement.of(Judgement.CANDIDATE);
    return "better on later arrivals: %s %% of the mean of the model in service, %s %% of hashing's"
        .formatted(
            LearningText.text(candidate.percentOfServing()),
            LearningText.text(candidate.percentOfHashing()));
  }
}
