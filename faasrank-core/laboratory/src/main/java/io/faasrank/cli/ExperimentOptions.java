package io.faasrank.cli;

import io.faasrank.experiment.Contenders;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.FunctionSource;
import io.faasrank.experiment.Options;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that run workloads under policies: those that decide the figures. */
public final class ExperimentOptions {

  @Option(
      names = "--policies",
      paramLabel = "NAMES",
      description =
          "Names separated by commas, or all (default ${DEFAULT-VALUE}). Hashing always runs too.")
  private String policies;

  @Mixin private WorkloadsOption workloads;

  @Mixin private ArrivalOptions arrivals = new ArrivalOptions(Split.TEST);

  @Mixin private RepetitionsOption repetitions;

  @Mixin private InvokersOption invokers = new InvokersOption();

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "Model of the learned policies: "
              + ShippedModel.LIST
              + ", or a file (default ${DEFAULT-VALUE}).")
  private String model = ShippedModel.DEFAULT;

  @Option(
      names = "--candidates",
      paramLabel = "auto|all|K",
      description =
          "Which invokers a learned policy scores in a decision: all, at most K, or auto: of more"
              + " than 64 the most promising of each kind (default ${DEFAULT-VALUE}).")
  private String candidates = "all";

  /** With these, unless others are given. */
  public ExperimentOptions(String policies, String workloads, int repetitions) {
    this.policies = policies;
    this.workloads = new WorkloadsOption(workloads);
    this.repetitions = new RepetitionsOption(repetitions);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  public ExperimentSettings settings() {
    return settings(null, FunctionSettings.TABLE2);
  }

  /**
   * Checks the options.
   *
   * @param invocations file that is the workload; null for none
   * @param functions whose functions run
   * @throws IllegalArgumentException naming the option
   */
  ExperimentSettings settings(@Nullable Path invocations, FunctionSettings functions) {
    List<String> unused = Options.read("--policies", () -> Contenders.select(policies));
    return new ExperimentSettings(
        policies,
        invocations == null ? workloads.selection(functions.source()) : null,
        arrivals.trace(),
        invocations,
        arrivals.split(),
        functions,
        invokers.text(),
        model,
        Options.read("--candidates", () -> CandidateLimit.parse(candidates)),
        arrivals.seed(),
        MergedDraws.ONE);
  }

  public int repetitions() {
    return repetitions.count();
  }

  /**
   * A command line that gives the same figures again: every setting, also those left at their
   * default (but one draw, which most commands know no other of), and none that changes no figure.
   */
  public static String command(String name, ExperimentSettings settings, int repetitions) {
    List<String> words = new ArrayList<>(List.of("faasrank", name));
    add(words, "--policies", settings.policies());
    add(words, "--workloads", settings.workloads());
    add(words, "--trace", settings.trace());
    add(words, "--invocations", settings.invocations());
    add(words, "--split", settings.split());
    functions(settings.functions()).forEach((option, value) -> add(words, option, value));
    add(words, "--repetitions", repetitions);
    if (settings.draws().count() > 1) {
      add(words, "--draws", settings.draws().count());
    }
    if (settings.draws().ownActions()) {
      words.add("--own-actions");
    }
    add(words, "--invokers", settings.invokers());
    add(words, "--calibration", settings.calibration());
    if (settings.controllers() > 1) {
      add(words, "--controllers", settings.controllers());
    }
    add(words, "--model", settings.model());
    add(words, "--candidates", settings.candidates());
    add(words, "--seed", settings.seed());
    return String.join(" ", words);
  }

  /** The options that say whose functions run, by name; none for the default. */
  static Map<String, String> functions(FunctionSettings functions) {
    Map<String, String> options = new LinkedHashMap<>();
    if (functions.source() != FunctionSource.TABLE2) {
      options.put("--functions", functions.source().toString());
    }
    if (functions.source() == FunctionSource.POPULATION) {
      options.put("--load", functions.load().toString());
    }
    if (functions.arrivals() > 0) {
      options.put("--arrivals", Integer.toString(functions.arrivals()));
    }
    if (Double.isFinite(functions.span().from())) {
      options.put("--from", Double.toString(functions.span().from()));
    }
    if (Double.isFinite(functions.span().to())) {
      options.put("--to", Double.toString(functions.span().to()));
    }
    return options;
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.add(option);
      words.add(quoted(value.toString()));
    }
  }

  /** A word as a shell reads it. */
  static String quoted(String word) {
    return word.matches("[\\w./,:@=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
