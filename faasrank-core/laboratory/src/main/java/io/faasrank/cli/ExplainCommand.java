package io.faasrank.cli;

import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.report.DecisionReport;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.ExplainedDecision;
import io.faasrank.workload.FunctionProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank explain}: why an activation of a simulated episode went where it went. */
@Command(
    name = "explain",
    description =
        "Runs one workload in the simulator and says why an activation went to its invoker, and why"
            + " not to another.")
final class ExplainCommand implements Callable<Integer> {

  private static final int SLOWEST = -1;

  private final Experiment.Factory experiments;

  @Mixin private ExperimentOptions options = new ExperimentOptions("faasrank", "M1", 1);

  @Mixin private FunctionOptions functions = new FunctionOptions();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Option(
      names = "--activation",
      paramLabel = "N",
      description = "Which one, from 0 in order of arrival (default: the slowest).")
  private int activation = SLOWEST;

  @Mixin private DecisionOptions asked = new DecisionOptions();

  @Spec private @Nullable CommandSpec spec;

  ExplainCommand(Experiment.Factory experiments) {
    this.experiments = experiments;
  }

  @Override
  public Integer call() throws IOException {
    ExperimentSettings settings =
        options
            .settings(functions.invocations(), functions.settings())
            .withCalibration(calibration.name());
    Experiment experiment = experiments.open(settings);
    String policy = experiment.policies().get(experiment.policies().size() - 1).name();
    String workload = experiment.workloads().get(0);
    int repetition = options.repetitions() - 1;
    EpisodeRecords records = experiment.records();
    asked.create();
    int id = activation;
    if (id == SLOWEST) {
      id = slowest(found(records, policy, workload, repetition, 0));
    }
    EpisodeRecord record = found(records, policy, workload, repetition, id);
    int most = record.completions().size() - 1;
    Options.require(id >= 0 && id <= most, "--activation: expected 0 to " + most + ", found " + id);
    ExplainedDecision decision = record.decisions().get(id);
    if (decision == null) {
      throw new IllegalArgumentException("--policies: " + policy + " has no scores to explain");
    }
    asked.write(
        new DecisionReport(
            facts(policy, workload, id, record),
            story(policy, workload, id, record, records, repetition),
            Optional.of(decision),
            0,
            asked.whyNot()),
        Commands.line(spec).getOut());
    return Commands.OK;
  }

  private static EpisodeRecord found(
      EpisodeRecords records, String policy, String workload, int repetition, int activation) {
    return records
        .of(policy, workload, repetition, activation)
        .orElseThrow(() -> new IllegalArgumentException("this experiment keeps no decisions"));
  }

  private static int slowest(EpisodeRecord record) {
    return IntStream.range(0, record.completions().size())
        .boxed()
        .max(Comparator.comparingDouble(i -> record.completions().get(i).completionTime()))
        .orElse(0);
  }

  private static Map<String, String> facts(
      String policy, String workload, int id, EpisodeRecord record) {
    Completion completion = record.completions().get(id);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("workload", workload);
    facts.put("policy", policy);
    facts.put("activation", Integer.toString(id));
    facts.put("function", record.functions().get(completion.function()).name());
    facts.put("arrivalSeconds", seconds(completion.arrivalSeconds()));
    facts.put("completionSeconds", seconds(completion.completionTime()));
    return facts;
  }

  private static List<String> story(
      String policy,
      String workload,
      int id,
      EpisodeRecord record,
      EpisodeRecords records,
      int repetition) {
    FunctionProfile function = record.functions().get(record.completions().get(id).function());
    List<String> story = new ArrayList<>();
    story.add(
        String.format(
            Locale.ROOT,
            "Activation %d of %s, %s of %d MB, arrived at %s s.",
            id,
            workload,
            function.name(),
            function.memoryMb(),
            seconds(record.completions().get(id).arrivalSeconds())));
    story.add(told(policy, record.completions().get(id)));
    if (!policy.equals("hashing")) {
      records
          .of("hashing", workload, repetition, id)
          .ifPresent(hashing -> story.add(told("hashing", hashing.completions().get(id))));
    }
    return story;
  }

  private static String told(String policy, Completion completion) {
    return String.format(
        Locale.ROOT,
        "Under %s it went to invoker %d, %s, waited %s s and took %s s in all.",
        policy,
        completion.invoker(),
        completion.cold() ? "where it started a container" : "to a warm container",
        seconds(completion.queueSeconds()),
        seconds(completion.completionTime()));
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
