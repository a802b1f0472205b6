package io.faasrank.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.ArrivalReader;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.Options;
import io.faasrank.policy.Policies;
import io.faasrank.simulation.Calibration;
import io.faasrank.simulation.Calibration.Fit;
import io.faasrank.simulation.CalibrationPlan;
import io.faasrank.simulation.CalibrationPoint;
import io.faasrank.simulation.CalibrationRange;
import io.faasrank.simulation.RecordReplay;
import io.faasrank.simulation.RecordSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.workload.BalancerRecord;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Split;
import io.faasrank.workload.WorkloadShape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank calibrate}: fits the simulator to the paper's Table V and shows how the fit
 * changes at the edges of its range. It changes no configuration; the fitted values are printed as
 * a line of it. With {@code --record} it repeats a record of a real cluster instead.
 */
@Command(
    name = "calibrate",
    description =
        "Fits the simulator's free parameters to the results of the paper's Table V, or repeats a"
            + " record of a real cluster.")
final class CalibrateCommand implements Callable<Integer> {

  /** Fits shown. Enough to see how far apart points lie that fit about equally well. */
  private static final int BEST = 10;

  private final CalibrationPlan plan;
  private final List<WorkloadShape> shapes;

  @Mixin private ArrivalOptions arrivals = new ArrivalOptions(Split.TRAIN);

  /** With fewer, chance decides. */
  @Mixin private RepetitionsOption repetitions = new RepetitionsOption(30);

  @Mixin private InvokersOption invokers = new InvokersOption();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "CSV of clients' calls to a real cluster; prints how calibration openwhisk repeats it.")
  private @Nullable Path record;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "What to print: table, csv or json (default ${DEFAULT-VALUE}).")
  private CalibrationReport.Format format = CalibrationReport.Format.TABLE;

  @Mixin private ReportFolder folder = new ReportFolder();

  @Mixin private ProgressOption progress = new ProgressOption();

  @Spec private @Nullable CommandSpec spec;

  /** Fits Table V on M1 to M10. */
  CalibrateCommand() {
    this(CalibrationPlan.TABLE_V, WorkloadShape.select("M1..M10"));
  }

  CalibrateCommand(CalibrationPlan plan, List<WorkloadShape> shapes) {
    this.plan = plan;
    this.shapes = shapes;
  }

  @Override
  public Integer call() {
    Split split = arrivals.split();
    folder.create(List.of("calibration.txt", "calibration.csv", "calibration.json"));
    Config config = ConfigFactory.load(CalibrateCommand.class.getClassLoader());
    if (record != null) {
      return repeat(record, config);
    }
    ArrivalReader reader =
        new ArrivalReader(
            arrivals.trace(),
            /* log= */ null,
            FunctionSettings.TABLE2,
            /* clusterCores= */ 1,
            config);
    Commands.warn(spec, reader.warnings());
    SimulationSettings settings = SimulationSettings.from(config, "paper");
    Calibration calibration =
        new Calibration(
            settings,
            invokers.cluster(),
            spacing -> reader.source(split, spacing, arrivals.seed()),
            shapes,
            repetitions.count(),
            plan);
    CalibrationPoint configured =
        new CalibrationPoint(
            settings.coresPerMb() * 512,
            settings.contentionExponent(),
            settings.creationSeconds(),
            Spacing.parse(config.getString("faasrank.workload.spacing")));
    write(report(calibration, configured)::write);
    return Commands.OK;
  }

  /** Writes a report in a format. */
  @FunctionalInterface
  private interface Report {
    void write(CalibrationReport.Format format, PrintWriter out);
  }

  private void write(Report report) {
    for (CalibrationReport.Format each : CalibrationReport.Format.values()) {
      folder.write(
          "calibration." + each.extension(),
          out -> {
            PrintWriter writer = new PrintWriter(out);
            report.write(each, writer);
            if (writer.checkError()) {
              throw new IOException("it cannot be written");
            }
          });
    }
    report.write(format, Commands.line(spec).getOut());
  }

  private int repeat(Path file, Config config) {
    for (String other : List.of("--trace", "--split", "--invokers")) {
      Options.require(!Commands.given(spec, other), other + " and --record exclude each other");
    }
    BalancerRecord read = BalancerRecord.read(file);
    RecordReplay replay =
        new RecordReplay(
            read,
            SimulationSettings.from(config, "openwhisk"),
            RecordSettings.from(config),
            config.getDouble("faasrank.workload.duration-cv"),
            repetitions.count(),
            arrivals.seed());
    int runs = read.clients().stream().mapToInt(clients -> read.balancers(clients).size()).sum();
    RecordReport report;
    try (Progress bar = progress.open("calibrate", runs)) {
      report = RecordReport.of(read, replay, bar::step);
    }
    write(report::write);
    return Commands.OK;
  }

  private CalibrationReport report(Calibration calibration, CalibrationPoint configured) {
    try (Progress bar = progress.open("calibrate", calibration.steps())) {
      List<Fit> best = calibration.search(bar::step).stream().limit(BEST).toList();
      List<CalibrationReport.CalibrationRow> rows =
          IntStream.range(0, best.size())
              .parallel()
              .mapToObj(i -> row(calibration, "best " + (i + 1), best.get(i)))
              .toList();
      List<CalibrationReport.CalibrationRow> edges =
          CalibrationRange.around(best.get(0).point()).parallelStream()
              .map(edge -> row(calibration, edge.name(), calibration.fit(edge.point())))
              .toList();
      return new CalibrationReport(
          plan.targets(),
          baselines(),
          row(calibration, "configured", calibration.fit(configured)),
          rows,
          edges);
    }
  }

  private static CalibrationReport.CalibrationRow row(
      Calibration calibration, String name, Fit fit) {
    return new CalibrationReport.CalibrationRow(
        name, fit, calibration.relative(fit.point(), baselines()));
  }

  /** The policies that a model is to beat: neither learned nor clairvoyant, nor hashing itself. */
  private static List<String> baselines() {
    return Policies.names().stream()
        .filter(name -> !name.equals("hashing"))
        .filter(name -> !Policies.spec(name).learned() && !Policies.spec(name).simulatorOnly())
        .toList();
  }
}
