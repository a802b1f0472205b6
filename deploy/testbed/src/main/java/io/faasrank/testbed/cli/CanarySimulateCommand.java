package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.cli.Commands;
import io.faasrank.experiment.Options;
import io.faasrank.experiment.SwitchbackEpisode;
import io.faasrank.experiment.SwitchbackStudy;
import io.faasrank.experiment.SwitchbackTrials;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank canary simulate}: how often the judge of trials is wrong, and how soon right. */
@Command(
    name = "simulate",
    description =
        "Runs trials by the judge of the controllers on simulated clusters, and shows how often"
            + " models that are slower or faster by a factor are promoted and demoted.")
final class CanarySimulateCommand implements Callable<Integer> {

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Trials for each factor (default ${DEFAULT-VALUE}).")
  private int runs = 1000;

  @Option(
      names = "--factors",
      split = ",",
      paramLabel = "NUMBERS",
      description =
          "Slowdowns of the model on trial, relative to the control's (default ${DEFAULT-VALUE}).")
  private List<Double> factors = List.of(1.2, 1.05, 1.0, 0.95, 0.9, 0.8);

  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "NAMES",
      description = "Kinds of functions, as of regimes (default ${DEFAULT-VALUE}).")
  private List<String> kinds = List.of("table2", "mixed", "many");

  @Option(
      names = "--loads",
      split = ",",
      paramLabel = "NUMBERS",
      description = "Cores demanded, of those there are (default ${DEFAULT-VALUE}).")
  private List<Double> loads = List.of(0.2, 0.4);

  @Mixin private BlocksOption blocks = new BlocksOption();

  @Option(
      names = "--policies",
      split = ",",
      arity = "1",
      paramLabel = "NAMES",
      description =
          "The policy of both arms (default ${DEFAULT-VALUE}); with a second one, that is the"
              + " candidate as it is, and each simulated cluster gives one trial.")
  private List<String> policies = List.of("least-work");

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Simulated clusters of each kind and load (default ${DEFAULT-VALUE}).")
  private int draws = 2;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Pairs of blocks simulated of each (default ${DEFAULT-VALUE}).")
  private int pairs = 60;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides arrivals and all random choices (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Trials run at a time (default: one per core); changes no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Options.atLeast(1, "--runs", runs);
    Options.atLeast(1, "--draws", draws);
    Options.atLeast(5, "--pairs", pairs);
    Options.atLeast(1, "--threads", threads);
    Options.require(
        policies.size() <= 2, "--policies: expected one or two names, found " + policies);
    CanarySettings settings = blocks.of(CanarySettings.DEFAULTS);
    SwitchbackStudy study =
        new SwitchbackStudy(ConfigFactory.load(), kinds, loads, settings, draws, pairs, seed);
    String control = policies.get(0);
    String candidate = policies.get(policies.size() - 1);
    List<SwitchbackEpisode> episodes = study.episodes(control, candidate, threads);
    PrintWriter out = Commands.line(spec).getOut();
    if (policies.size() == 1) {
      factors.forEach(factor -> show(out, factor, study.trials(episodes, factor)));
    } else {
      episodes.forEach(episode -> show(out, study.ruling(episode)));
    }
    return Commands.OK;
  }

  private void show(PrintWriter out, double factor, SwitchbackTrials trials) {
    if (factor == factors.get(0)) {
      out.printf(
          Locale.ROOT,
          "log ratios of equal arms deviate by %.3f from pair to pair%n",
          trials.noise());
      out.println("factor  promoted  demoted  in 10 blocks  promoted after blocks: median, 90 %");
    }
    SwitchbackTrials.Outcomes outcomes = trials.run(runs, threads);
    out.printf(
        Locale.ROOT,
        "%6.2f  %7.1f%%  %6.1f%%  %11.1f%%  %s%n",
        factor,
        100 * outcomes.share(TrialVerdict.PROMOTED),
        100 * outcomes.share(TrialVerdict.DEMOTED),
        100 * outcomes.share(TrialVerdict.DEMOTED, 5),
        outcomes.share(TrialVerdict.PROMOTED) == 0
            ? "-"
            : String.format(
                Locale.ROOT,
                "%.0f, %.0f",
                2 * outcomes.pairs(TrialVerdict.PROMOTED, 0.5),
                2 * outcomes.pairs(TrialVerdict.PROMOTED, 0.9)));
  }

  private static void show(PrintWriter out, Ruling ruling) {
    out.printf(
        Locale.ROOT,
        "%s after %d blocks, ratio %.3f, above %.3f, below %.3f: %s%n",
        ruling.verdict().label(),
        2 * ruling.pairs(),
        ruling.ratio(),
        ruling.lower(),
        ruling.upper(),
        ruling.reason());
  }
}
