package io.faasrank.cli;

import io.faasrank.experiment.Options;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.training.Baseline;
import io.faasrank.training.Credit;
import io.faasrank.training.PpoSettings;
import io.faasrank.training.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of all commands that train: each overrides a setting of the preset. */
public final class LearningOptions {

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Columns of a state row: general, extended or table1 (the paper's 26).")
  private @Nullable String schema;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "What is subtracted from returns: critic (the paper's) or replica.")
  private @Nullable String baseline;

  @Option(names = "--tasks", paramLabel = "N", description = "Tasks of an update.")
  private @Nullable Integer tasks;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of an episode, drawn at random, to learn from; 0 for all.")
  private @Nullable Integer steps;

  @Option(
      names = "--imitation",
      paramLabel = "N",
      description = "Updates at the beginning that imitate the best rule of each task.")
  private @Nullable Integer imitation;

  @Option(
      names = "--horizon-completions",
      paramLabel = "X|inf",
      converter = NumberOrInfinity.class,
      description =
          "Time constant by which later rewards count less, in mean completion times of the task;"
              + " inf leaves it to --horizon.")
  private @Nullable Double horizonCompletions;

  @Option(
      names = "--control-variate",
      negatable = true,
      description = "Whether what activations in flight explain is taken off an advantage.")
  private @Nullable Boolean controlVariate;

  @Option(
      names = "--advantage-clip",
      paramLabel = "X|inf",
      converter = NumberOrInfinity.class,
      description = "Bound of an advantage in deviations of its task; inf leaves it in seconds.")
  private @Nullable Double advantageClip;

  @Option(
      names = "--averaging",
      paramLabel = "X",
      description = "Share of the average of the weights that stays at each update; 0 for none.")
  private @Nullable Double averaging;

  @Option(
      names = "--rollouts",
      paramLabel = "N",
      description = "Episodes of a task, all of the same arrivals.")
  private @Nullable Integer rollouts;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes in all, rounded up to whole updates.")
  private @Nullable Integer episodes;

  @Option(
      names = "--same-arrivals",
      negatable = true,
      description = "Whether each workload repeats the same arrivals, or draws new ones.")
  private @Nullable Boolean sameArrivals;

  @Option(
      names = "--horizon",
      paramLabel = "SECONDS|inf",
      converter = NumberOrInfinity.class,
      description = "Time constant by which later rewards count less; inf is the paper's.")
  private @Nullable Double horizon;

  @Option(
      names = "--decay",
      negatable = true,
      description = "Whether the learning rate falls linearly to a twentieth.")
  private @Nullable Boolean decay;

  @Option(
      names = "--output-scale",
      paramLabel = "X",
      description = "Factor on the actor's first output weights; above 0, at most 1.")
  private @Nullable Float outputScale;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description = "Updates from one validation to the next.")
  private @Nullable Integer validateEvery;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Validations without a new best after which to stop; 0 for never.")
  private @Nullable Integer patience;

  @Option(names = "--learning-rate", paramLabel = "X", description = "Step size of AdamW.")
  private @Nullable Double learningRate;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over an update's steps.")
  private @Nullable Integer epochs;

  @Option(
      names = "--minibatches",
      paramLabel = "N",
      description = "Parts of an update's steps, shuffled, one optimizer step each.")
  private @Nullable Integer minibatches;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description = "Epsilon of Eq. 11: how far a probability may move; above 0, below 1.")
  private @Nullable Double clip;

  @Option(names = "--weight-decay", paramLabel = "X", description = "Decoupled decay of AdamW.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--entropy-bonus",
      paramLabel = "X",
      description = "Weight of the policy's entropy in the objective; 0 for none.")
  private @Nullable Double entropyBonus;

  @Option(
      names = "--max-gradient-norm",
      paramLabel = "X|inf",
      converter = NumberOrInfinity.class,
      description = "Bound of each network's gradient norm.")
  private @Nullable Double maxGradientNorm;

  @Option(
      names = "--normalise-advantages",
      negatable = true,
      description = "Whether an update's advantages are brought to mean 0 and deviation 1.")
  private @Nullable Boolean normaliseAdvantages;

  @Option(
      names = "--target-kl",
      paramLabel = "X|inf",
      converter = NumberOrInfinity.class,
      description = "Divergence from the acting policy that ends an update early.")
  private @Nullable Double targetKl;

  /** A preset's settings with what was given in their place. */
  public TrainingSettings over(TrainingSettings preset, long seed) {
    PpoSettings ppo = preset.ppo();
    return new TrainingSettings(
        schema == null ? preset.schema() : columns(schema),
        baseline == null ? preset.baseline() : named(baseline),
        or(tasks, preset.tasks()),
        or(rollouts, preset.rollouts()),
        or(steps, preset.steps()),
        or(imitation, preset.imitation()),
        or(episodes, preset.episodes()),
        or(sameArrivals, preset.sameArrivals()),
        new Credit(
            or(horizonCompletions, preset.credit().horizonCompletions()),
            or(horizon, preset.credit().horizonSeconds()),
            or(controlVariate, preset.credit().controlVariate()),
            or(advantageClip, preset.credit().clip())),
        or(decay, preset.decay()),
        or(outputScale, preset.outputScale()),
        or(validateEvery, preset.validateEvery()),
        or(patience, preset.patience()),
        seed,
        new PpoSettings(
            or(clip, ppo.clip()),
            or(epochs, ppo.epochs()),
            or(minibatches, ppo.minibatches()),
            or(learningRate, ppo.learningRate()),
            or(weightDecay, ppo.weightDecay()),
            or(entropyBonus, ppo.entropyBonus()),
            or(maxGradientNorm, ppo.maxGradientNorm()),
            or(normaliseAdvantages, ppo.normaliseAdvantages()),
            or(targetKl, ppo.targetKl()),
            or(averaging, ppo.averaging()),
            ppo.trainCritic()));
  }

  /** The options that these settings stand for, by name; flags have the values true and false. */
  public static Map<String, String> of(TrainingSettings settings) {
    PpoSettings ppo = settings.ppo();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--schema", settings.schema().schemaName());
    put(options, "--baseline", settings.baseline());
    put(options, "--tasks", settings.tasks());
    put(options, "--rollouts", settings.rollouts());
    put(options, "--steps", settings.steps());
    put(options, "--imitation", settings.imitation());
    put(options, "--episodes", settings.episodes());
    put(options, "--same-arrivals", settings.sameArrivals());
    put(options, "--horizon", settings.credit().horizonSeconds());
    put(options, "--horizon-completions", settings.credit().horizonCompletions());
    put(options, "--control-variate", settings.credit().controlVariate());
    put(options, "--advantage-clip", settings.credit().clip());
    put(options, "--decay", settings.decay());
    put(options, "--output-scale", settings.outputScale());
    put(options, "--validate-every", settings.validateEvery());
    put(options, "--patience", settings.patience());
    put(options, "--seed", settings.seed());
    put(options, "--learning-rate", ppo.learningRate());
    put(options, "--epochs", ppo.epochs());
    put(options, "--minibatches", ppo.minibatches());
    put(options, "--clip", ppo.clip());
    put(options, "--weight-decay", ppo.weightDecay());
    put(options, "--entropy-bonus", ppo.entropyBonus());
    put(options, "--max-gradient-norm", ppo.maxGradientNorm());
    put(options, "--normalise-advantages", ppo.normaliseAdvantages());
    put(options, "--target-kl", ppo.targetKl());
    put(options, "--averaging", ppo.averaging());
    return options;
  }

  static void put(Map<String, String> options, String name, @Nullable Object value) {
    if (value != null) {
      String text = value.toString();
      options.put(name, text.equals("Infinity") ? "inf" : text);
    }
  }

  /**
   * A command line.
   *
   * @param options by name
   */
  public static String command(String command, Map<String, String> options) {
    StringBuilder line = new StringBuilder(command);
    options.forEach(
        (option, value) -> {
          if (value.equals("true")) {
            line.append(' ').append(option);
          } else if (value.equals("false")) {
            line.append(' ').append(option.replaceFirst("--", "--no-"));
          } else {
            line.append(' ').append(option).append(' ').append(ExperimentOptions.quoted(value));
          }
        });
    return line.toString();
  }

  private static FeatureSchema columns(String schema) {
    return Options.read("--schema", () -> FeatureSchema.named(schema));
  }

  private static Baseline named(String baseline) {
    return Options.read("--baseline", () -> Baseline.named(baseline));
  }

  private static <T> T or(@Nullable T given, T preset) {
    return given == null ? preset : given;
  }

  /** Reads a number that may be {@code inf}. */
  static final class NumberOrInfinity implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("expected a number or inf, found '" + text + "'");
      }
    }
  }
}
