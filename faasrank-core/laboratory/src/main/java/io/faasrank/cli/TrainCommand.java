package io.faasrank.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.ArrivalReader;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.report.Provenance;
import io.faasrank.report.TrainingReport;
import io.faasrank.report.TrainingRow;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.training.Checkpoint;
import io.faasrank.training.Trainer;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.RecordPart;
import io.faasrank.workload.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
              + " learning-curve.png and training.html.")
  private Path out = Path.of("");

  @Option(names = "--resume", description = "Go on from the checkpoint in --out.")
  private boolean resume;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private ProgressOption progress = new ProgressOption();

  @Spec private @Nullable CommandSpec spec;

  TrainCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    CommandLine line = Commands.line(spec);
    int episodes = threads.count();
    TrainingPlan plan = options.plan();
    Config loaded = ConfigFactory.load(TrainCommand.class.getClassLoader());
    Config config =
        Options.read("--calibration", () -> SimulationSettings.choose(loaded, plan.calibration()));
    Map<String, String> lasting = plan.lasting(config);
    TrainingFolder folder = new TrainingFolder(out);
    Checkpoint from = resume ? folder.checkpoint(lasting) : null;
    if (from == null) {
      folder.create();
    }
    List<Arrivals> arrivals = arrivals(plan, config);
    Arrivals training = arrivals.get(0);
    Commands.warn(spec, training.warnings());
    ExecutorService pool = Executors.newFixedThreadPool(episodes);
    try {
      Trainer trainer = trainer(plan, training, arrivals.get(1), config, pool);
      Checkpoint end;
      List<TrainingRow> rows;
      try (Progress bar =
              progress.open(
                  "train", plan.settings().updates() * (long) plan.settings().rollouts());
          TrainingRecorder recorder =
              new TrainingRecorder(
                  folder, from, lasting, provenance(plan, training), bar, line.getErr())) {
        rows = recorder.rows();
        end = trainer.train(from, recorder);
      }
      folder.write(report(plan, training, rows));
      line.getOut()
          .printf(
              "%d episodes, best validation %s of hashing: %s%n",
              rows.size(), TrainingRecorder.percentText(end.bestPercent()), folder.modelFile());
      return Commands.OK;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Trainer trainer(
      TrainingPlan plan,
      Arrivals training,
      Arrivals validation,
      Config config,
      ExecutorService pool) {
    SimulationSettings settings = SimulationSettings.from(config);
    Map<String, Simulator> simulators = new LinkedHashMap<>();
    List<Simulator> turns = new ArrayList<>();
    for (String cluster : plan.clusters()) {
      turns.add(
          simulators.computeIfAbsent(
              cluster, text -> new Simulator(settings, ExperimentSettings.parse(text))));
    }
    return new Trainer(
        plan.settings(), turns, training.workloads(), training.source(), validation.source(), pool);
  }

  /** Arrivals to train on, and others to choose the model by. */
  private static List<Arrivals> arrivals(TrainingPlan plan, Config config) {
    double cores =
        plan.clusters().stream()
            .flatMap(cluster -> ExperimentSettings.parse(cluster).stream())
            .mapToDouble(InvokerSettings::cores)
            .sum();
    ArrivalReader reader =
        new ArrivalReader(
            plan.trace(),
            plan.invocations(),
            plan.functions(),
            cores / plan.clusters().size(),
            config);
    long seed = plan.settings().seed();
    return List.of(
        reader.draw(
            plan.workloads(),
            plan.split(),
            RecordPart.TRAINING,
            MergedDraws.ONE,
            Seeds.mix(seed, Seeds.key("train"))),
        reader.draw(
            plan.workloads(),
            plan.validationSplit(),
            RecordPart.VALIDATION,
            MergedDraws.ONE,
            Seeds.mix(seed, Seeds.key("validation"))));
  }

  private Map<String, String> provenance(TrainingPlan plan, Arrivals training) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("command", plan.command());
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
            ExperimentSettings.cluster(plan.invokers())),
        plan.options(),
        rows,
        plan.clusters().size());
  }
}
