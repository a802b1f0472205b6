package io.faasrank.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.report.Provenance;
import io.faasrank.report.TrainingReport;
import io.faasrank.report.TrainingRow;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.training.Checkpoint;
import io.faasrank.training.Trainer;
import io.faasrank.training.TrainingDivergedException;
import io.faasrank.training.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank train}: learns a model on simulated arrivals. Training and validation arrivals
 * are drawn from different seeds, derived from the one given, and with a trace from different
 * functions too; neither are those of {@code evaluate}.
 */
@Command(
    name = "train",
    description = "Trains a model on simulated arrivals and keeps the best by validation.")
final class TrainCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private TrainOptions options = new TrainOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Where to write model.safetensors, checkpoint.safetensors, training.csv,"
              + " learning-curve.png, training.html and mlflow.json.")
  private Path out = Path.of("");

  @Option(names = "--resume", description = "Go on from the checkpoint in --out.")
  private boolean resume;

  /** How the outcome is printed. */
  enum OutcomeFormat {
    /** A line. */
    TEXT,
    /** An object. */
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "What to print at the end: text or json (default ${DEFAULT-VALUE}).")
  private OutcomeFormat format = OutcomeFormat.TEXT;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private ProgressOption progress = new ProgressOption();

  @Spec private @Nullable CommandSpec spec;

  TrainCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    int episodes = threads.count();
    TrainingPlan plan = options.plan();
    Config loaded = ConfigFactory.load(TrainCommand.class.getClassLoader());
    Config config =
        Options.read("--calibration", () -> SimulationSettings.choose(loaded, plan.calibration()));
    prepare();
    TrainingFolder folder = new TrainingFolder(out);
    if (plan.runs() > 1 && !resume) {
      folder.create();
    }
    ExecutorService pool = Executors.newFixedThreadPool(episodes);
    try {
      Checkpoint end = hinted(plan, folder, config, pool);
      print(plan, folder, end);
      return Commands.OK;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Trains, and says how to go on if that ends early. */
  private Checkpoint hinted(
      TrainingPlan plan, TrainingFolder folder, Config config, ExecutorService pool)
      throws IOException {
    try (ResumeHint hint = new ResumeHint(Commands.line(spec), this::resumable)) {
      try {
        Checkpoint end =
            plan.runs() == 1
                ? run(plan, plan, folder, null, config, pool)
                : best(plan, folder, config, pool);
        hint.notNeeded();
        return end;
      } catch (IllegalArgumentException | ConfigException | TrainingDivergedException e) {
        hint.notNeeded(); // it would end so again
        throw e;
      }
    }
  }

  /**
   * Starts what may fail on this machine, before anything long is run.
   *
   * @throws ExperimentFailedException in one line
   */
  private static void prepare() {
    try {
      TrainingReport.requireFonts();
      String unused = Trainer.libraries();
    } catch (IllegalStateException e) {
      throw new ExperimentFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean resumable() {
    return new TrainingFolder(out).begun() || new TrainingFolder(out.resolve("run-1")).begun();
  }

  private void print(TrainingPlan plan, TrainingFolder folder, Checkpoint end) {
    PrintWriter to = Commands.line(spec).getOut();
    long episodes = end.state().updates() * (long) plan.settings().episodesPerUpdate();
    if (format == OutcomeFormat.JSON) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.put("episodes", episodes);
      object.put("bestValidationPercent", end.bestPercent());
      object.put("percentOf", plan.mix().reference());
      object.put("model", folder.modelFile().toString());
      object.put("command", plan.command());
      to.println(object.toPrettyString());
    } else {
      to.printf(
          "%s episodes, best validation %s of %s: %s%n",
          episodes,
          TrainingRecorder.percentText(end.bestPercent()),
          plan.mix().reference(),
          folder.modelFile());
    }
  }

  /** Trains from seeds in sequence, each in a folder of its own, and keeps the best model. */
  private Checkpoint best(
      TrainingPlan plan, TrainingFolder whole, Config config, ExecutorService pool)
      throws IOException {
    Validation validation = new TrainingSetup(plan, config).validation();
    Checkpoint best = null;
    for (int r = 0; r < plan.runs(); r++) {
      TrainingFolder folder = new TrainingFolder(out.resolve("run-" + (r + 1)));
      Checkpoint end = run(plan, plan.run(r), folder, validation, config, pool);
      if (best == null || end.bestPercent() < best.bestPercent()) {
        best = end;
        whole.copyModel(folder);
      }
    }
    return Objects.requireNonNull(best, "there is at least one run");
  }

  /**
   * Trains, or goes on.
   *
   * @param whole what the user asked for
   * @param plan of this run
   * @param validation that runs have in common; null for the plan's own
   */
  private Checkpoint run(
      TrainingPlan whole,
      TrainingPlan plan,
      TrainingFolder folder,
      @Nullable Validation validation,
      Config config,
      ExecutorService pool)
      throws IOException {
    CommandLine line = Commands.line(spec);
    Map<String, String> lasting = plan.lasting(config);
    boolean goesOn = resume && (!resumable() || folder.begun());
    Checkpoint from = goesOn ? folder.checkpoint(lasting) : null;
    if (from == null) {
      folder.create();
    }
    TrainingSetup setup = new TrainingSetup(plan, config);
    Commands.warn(spec, setup.training().warnings());
    Trainer trainer =
        new Trainer(
            plan.settings(),
            setup.tasks(),
            validation == null ? setup.validation() : validation,
            pool);
    Checkpoint end;
    List<TrainingRow> rows;
    long episodes = plan.settings().updates() * (long) plan.settings().episodesPerUpdate();
    try (Progress bar = progress.open("train", episodes);
        TrainingRecorder recorder =
            new TrainingRecorder(
                folder,
                from,
                lasting,
                provenance(whole, plan, setup.training()),
                plan.mix().reference(),
                bar,
                line.getErr())) {
      rows = recorder.rows();
      end = trainer.train(from, recorder);
    }
    folder.write(report(plan, setup.training(), rows), clock.instant());
    return end;
  }

  private Map<String, String> provenance(TrainingPlan whole, TrainingPlan plan, Arrivals training)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("command", whole.command());
    metadata.put("seed", Long.toString(plan.settings().seed()));
    metadata.put("data", dataSet(plan, training));
    metadata.put("cluster", ExperimentSettings.cluster(plan.invokers()));
    metadata.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    metadata.put("baseline", plan.settings().baseline().toString());
    metadata.put(
        "versions",
        new Version().getVersion()[0] + ", " + Trainer.libraries() + ", Java " + Runtime.version());
    return metadata;
  }

  private static String dataSet(TrainingPlan plan, Arrivals training) {
    if (plan.invocations() != null) {
      return training.dataSet() + ", validated on its last fifth";
    }
    return plan.trace() == null
        ? training.dataSet() + ", others for validation"
        : training.dataSet() + ", validated on its " + plan.validationSplit() + " functions";
  }

  private static TrainingReport report(
      TrainingPlan plan, Arrivals training, List<TrainingRow> rows) {
    return new TrainingReport(
        new Provenance(
            plan.command(),
            plan.settings().seed(),
            dataSet(plan, training),
            ExperimentSettings.cluster(plan.invokers()),
            Origins.of(plan.trace(), plan.invocations())),
        plan.options(),
        rows,
        plan.clusters().size());
  }
}
