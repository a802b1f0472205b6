package io.faasrank.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.Contenders;
import io.faasrank.experiment.Options;
import io.faasrank.experiment.Regime;
import io.faasrank.experiment.Regime.Start;
import io.faasrank.experiment.RegimeGrid;
import io.faasrank.experiment.RegimeRun;
import io.faasrank.experiment.SeedSpace;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.report.Provenance;
import io.faasrank.report.RegimeAnalysis;
import io.faasrank.report.RegimeFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank regimes}: tries schedulers on a grid of functions, loads, clusters and
 * beginnings.
 */
@Command(
    name = "regimes",
    description =
        "Tries schedulers on a grid of functions, loads, clusters and beginnings, and shows each"
            + " regime's best rule and the model against it, losing regimes first.")
final class RegimesCommand implements Callable<Integer> {

  private static final String WORSE_OFF = "worse-off.csv";

  private static final Config CONFIG = ConfigFactory.load(RegimesCommand.class.getClassLoader());

  /** All rules, the model and fpc; clairvoyant would take longer than all others together. */
  private static final String EVERY =
      String.join(
          ",",
          Contenders.select("all").stream()
              .filter(name -> !name.equals("clairvoyant") && !name.equals("faasrank-sampled"))
              .toList());

  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "NAMES",
      description = "Kinds of functions (default ${DEFAULT-VALUE}).")
  private List<String> kinds = RegimeGrid.KINDS;

  @Option(
      names = "--loads",
      split = ",",
      paramLabel = "NUMBERS",
      description = "Cores demanded, of those there are (default ${DEFAULT-VALUE}).")
  private List<Double> loads = RegimeGrid.LOADS;

  @Option(
      names = "--clusters",
      split = ",",
      paramLabel = "NAMES",
      description =
          "S: 10x8c2048m, B: 10x16c32768m with a core demanded per 256 MB, H:"
              + " 5x16c4096m,5x4c1024m (default ${DEFAULT-VALUE}).")
  private List<String> clusters = RegimeGrid.CLUSTERS;

  @Option(
      names = "--calibration",
      split = ",",
      paramLabel = "NAMES",
      description = "Calibrations of the simulator (default ${DEFAULT-VALUE}).")
  private List<String> calibrations = RegimeGrid.calibrations(CONFIG);

  @Option(
      names = "--starts",
      split = ",",
      paramLabel = "NAMES",
      description =
          "cold, warm (the first 3,000 activations are not counted) or known (cold, with each"
              + " function's times known; default all).")
  private @Nullable List<Start> starts;

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "N random tasks of 2 to 50 invokers in place of the grid.")
  private int random;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Episodes of N minutes from an empty cluster on, shown by windows, in place of 600"
              + " activations; begins cold unless --starts says known.")
  private int minutes;

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      description = "Length of a window of --minutes (default ${DEFAULT-VALUE}).")
  private int window = 450;

  @Option(
      names = "--policies",
      paramLabel = "NAMES",
      description =
          "Names separated by commas, or all (default all but clairvoyant and faasrank-sampled)."
              + " Hashing always runs too.")
  private String policies = EVERY;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "Model of the learned policies: "
              + ShippedModel.LIST
              + ", or a file (default ${DEFAULT-VALUE}).")
  private String model = ShippedModel.DEFAULT;

  @Mixin private RepetitionsOption repetitions = new RepetitionsOption(2);

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides arrivals and all random choices (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--seed-space",
      paramLabel = "NAME",
      description =
          "report, development (to tune on) or validation (by which training chooses): the same"
              + " seed names other draws in each (default ${DEFAULT-VALUE}).")
  private SeedSpace space = SeedSpace.REPORT;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "What to print: text, csv, json or html (default ${DEFAULT-VALUE}).")
  private RegimeFormat format = RegimeFormat.TEXT;

  @Mixin private ReportFolder folder = new ReportFolder();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private ProgressOption progress = new ProgressOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Regime> regimes = regimes();
    Contenders contenders =
        new Contenders(
            Options.read("--policies", () -> Contenders.select(policies)),
            model,
            CandidateLimit.NONE);
    int draws = repetitions.count();
    int atOnce = threads.count();
    folder.create(
        Stream.concat(
                Arrays.stream(RegimeFormat.values()).map(RegimesCommand::file),
                Stream.of(WORSE_OFF))
            .toList());
    RegimeRun run = new RegimeRun(regimes, contenders, draws, seed());
    RegimeAnalysis analysis = analysis(run, draws, atOnce);
    for (RegimeFormat each : RegimeFormat.values()) {
      folder.write(file(each), out -> each.write(analysis, out));
    }
    folder.write(WORSE_OFF, out -> RegimeFormat.writeWorseOff(analysis, out));
    format.write(analysis, Commands.line(spec).getOut());
    return Commands.OK;
  }

  private RegimeAnalysis analysis(RegimeRun run, int draws, int atOnce) {
    try (Progress bar = progress.open("regimes", run.steps())) {
      return new RegimeAnalysis(provenance(draws), run.run(atOnce, bar::step));
    }
  }

  private List<Regime> regimes() {
    Options.atLeast(0, "--random", random);
    for (String other : List.of("--kinds", "--loads", "--clusters")) {
      Options.require(
          random == 0 || !Commands.given(spec, other), other + " and --random exclude each other");
    }
    Options.atLeast(0, "--minutes", minutes);
    Options.atLeast(1, "--window", window);
    Options.require(minutes > 0 || !Commands.given(spec, "--window"), "--window: needs --minutes");
    List<Regime> regimes =
        random > 0
            ? RegimeGrid.random(CONFIG, random, calibrations, starts(), seed())
            : RegimeGrid.of(CONFIG, kinds, loads, clusters, calibrations, starts());
    return minutes == 0
        ? regimes
        : Options.read(
            "--minutes",
            () -> regimes.stream().map(regime -> regime.during(60 * minutes, window)).toList());
  }

  private List<Start> starts() {
    if (starts != null) {
      return starts;
    }
    return minutes > 0 ? List.of(Start.COLD) : List.of(Start.values());
  }

  private long seed() {
    return Options.read("--seed", () -> space.seed(seed));
  }

  private Provenance provenance(int draws) {
    List<String> words = new ArrayList<>(List.of("faasrank regimes"));
    if (random > 0) {
      words.add("--random " + random);
    } else {
      words.add("--kinds " + String.join(",", kinds));
      words.add("--loads " + joined(loads));
      words.add("--clusters " + String.join(",", clusters));
    }
    words.add("--calibration " + String.join(",", calibrations));
    words.add("--starts " + joined(starts()));
    if (minutes > 0) {
      words.add("--minutes " + minutes + " --window " + window);
    }
    words.add("--policies " + policies);
    words.add("--model " + ExperimentOptions.quoted(model));
    words.add("--repetitions " + draws);
    words.add("--seed " + seed);
    words.add("--seed-space " + space.name().toLowerCase(Locale.ROOT));
    return new Provenance(
        String.join(" ", words),
        seed,
        draws + " of each regime, " + space.name().toLowerCase(Locale.ROOT) + " seed " + seed,
        random > 0 ? "random clusters" : String.join(", ", clusters),
        Origins.of(model));
  }

  private static String joined(List<?> values) {
    return String.join(",", Arrays.stream(values.toArray()).map(Object::toString).toList());
  }

  private static String file(RegimeFormat format) {
    return "regimes."
        + (format == RegimeFormat.TEXT ? "txt" : format.name().toLowerCase(Locale.ROOT));
  }
}
