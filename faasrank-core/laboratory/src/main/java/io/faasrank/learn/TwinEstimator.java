package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.learn.LoadHistory.TimedWork;
import io.faasrank.learn.Twin.TwinInvoker;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates a {@link Twin} from a record: first the cores demanded and the exponent, by {@link
 * ContentionFit}; then, with the slowing taken off, what each phase of a function takes on an idle
 * invoker, {@link Pooled} over functions that were seen seldom.
 *
 * <p>Not told by a log, and taken from the calibration: how long idle containers are kept, images,
 * prewarmed containers. Time off the CPU lowers the cores that a function demands on average; its
 * share is not told apart and taken as 0. Failures are left out.
 */
public final class TwinEstimator {

  private final String calibration;
  private final SimulationSettings base;

  /**
   * @param config resolved, with the calibrations
   * @param calibration name of the one whose structure the twin has
   */
  public TwinEstimator(Config config, String calibration) {
    this.calibration = calibration;
    this.base = SimulationSettings.from(config, calibration);
  }

  /**
   * Estimates.
   *
   * @param before a twin of earlier hours, for what the record does not tell; null for none
   */
  public TwinEstimate estimate(ClusterRecord record, @Nullable Twin before) {
    List<String> remarks = new ArrayList<>();
    List<TwinInvoker> invokers = invokers(record, remarks);
    int count = record.actions().size();
    LoadHistory history =
        new LoadHistory(
            record,
            invokers.stream().mapToDouble(TwinInvoker::cores).toArray(),
            base.platform().creationSlots());
    ContentionFit.Found found =
        new ContentionFit(
                history, count, before == null ? base.contentionExponent() : before.exponent())
            .find(priors(record, before));
    Pooled runs = new Pooled(services(history.runs, count), 0.1);
    Pooled inits = new Pooled(services(history.inits, count), 0.5);
    Pooled creations = new Pooled(services(history.creations, count), 0.5);
    List<TwinFunction> functions = new ArrayList<>();
    int[] calls = new int[count];
    record.placed().forEach(a -> calls[a.action()]++);
    for (int f = 0; f < count; f++) {
      LoggedAction action = record.actions().get(f);
      TwinFunction own =
          new TwinFunction(
              action.namespace(),
              action.name(),
              action.memoryMb(),
              action.maxConcurrent(),
              action.timeLimitMillis() / 1000.0,
              runs.mean(f),
              runs.variation(f),
              inits.median(f),
              creations.median(f),
              found.cores()[f],
              calls[f],
              runs.count(f),
              inits.count(f),
              creations.count(f));
      functions.add(before == null ? own : completed(own, before));
    }
    remarks(record, found, functions, remarks);
    Twin twin = twin(record, invokers, history, found, functions, remarks);
    double[] works = new double[record.activations().size()];
    Arrays.fill(works, Double.NaN);
    history.runs.forEach(run -> works[run.activation()] = run.service());
    return new TwinEstimate(twin, record, works, found.cost());
  }

  private Twin twin(
      ClusterRecord record,
      List<TwinInvoker> invokers,
      LoadHistory history,
      ContentionFit.Found found,
      List<TwinFunction> functions,
      List<String> remarks) {
    double seconds = Math.max(1, record.last().placedSeconds() - record.first().placedSeconds());
    double work = functions.stream().mapToDouble(f -> f.calls() * f.runSeconds() * f.cores()).sum();
    return new Twin(
        calibration,
        found.exponent(),
        found.slowed(),
        found.samples(),
        history.overheadSeconds,
        record.controllers(),
        record.size() / seconds,
        work / seconds / invokers.stream().mapToDouble(TwinInvoker::cores).sum(),
        functions,
        invokers,
        remarks);
  }

  /** By memory and alike for all, as the two calibrations have it; or as it was. */
  private List<double[]> priors(ClusterRecord record, @Nullable Twin before) {
    List<LoggedAction> actions = record.actions();
    double[] byMemory =
        actions.stream().mapToDouble(a -> a.memoryMb() * base.coresPerMb()).toArray();
    double alike = base.platform().coresPerCall() > 0 ? base.platform().coresPerCall() : 1;
    if (before == null) {
      double[] byCall = new double[actions.size()];
      Arrays.fill(byCall, alike);
      return List.of(byMemory, byCall);
    }
    double middle =
        LoadHistory.median(before.functions().stream().mapToDouble(TwinFunction::cores).toArray());
    return List.of(
        actions.stream()
            .mapToDouble(
                action ->
                    before.functions().stream()
                        .filter(f -> f.isOf(action))
                        .mapToDouble(TwinFunction::cores)
                        .findFirst()
                        .orElse(middle))
            .toArray());
  }

  private static List<TwinInvoker> invokers(ClusterRecord record, List<String> remarks) {
    double[] cores =
        record.invokers().stream().mapToDouble(LoggedInvoker::cores).filter(c -> c > 0).toArray();
    double[] memory =
        record.invokers().stream()
            .mapToDouble(LoggedInvoker::memoryMb)
            .filter(m -> m > 0)
            .toArray();
    double otherCores =
        cores.length > 0 ? LoadHistory.median(cores) : InvokerSettings.PAPER.cores();
    int otherMb = memory.length > 0 ? (int) LoadHistory.median(memory) : 2048;
    if (cores.length < record.invokers().size()) {
      remarks.add(
          "%s of %s invokers reported their cores; the others are taken to have %s"
              .formatted(cores.length, record.invokers().size(), otherCores));
    }
    int largest = record.actions().stream().mapToInt(LoggedAction::memoryMb).max().orElse(0);
    return record.invokers().stream()
        .map(
            i ->
                new TwinInvoker(
                    i.cores() > 0 ? i.cores() : otherCores,
                    Math.max(largest, i.memoryMb() > 0 ? i.memoryMb() : otherMb),
                    i.cores() > 0))
        .toList();
  }

  private static List<double[]> services(List<TimedWork> works, int functions) {
    return IntStream.range(0, functions)
        .mapToObj(
            f ->
                works.stream()
                    .filter(w -> w.action() == f)
                    .mapToDouble(TimedWork::service)
                    .toArray())
        .toList();
  }

  /** With what an earlier twin knows of phases that the record does not show. */
  private static TwinFunction completed(TwinFunction own, Twin before) {
    return before.functions().stream()
        .filter(
            f ->
                f.namespace().equals(own.namespace())
                    && f.name().equals(own.name())
                    && f.memoryMb() == own.memoryMb())
        .findFirst()
        .map(
            f ->
                new TwinFunction(
                    own.namespace(),
                    own.name(),
                    own.memoryMb(),
                    own.concurrency(),
                    own.timeLimitSeconds(),
                    own.runs() > 0 ? own.runSeconds() : f.runSeconds(),
                    own.runs() > 0 ? own.variation() : f.variation(),
                    own.inits() > 0 ? own.initSeconds() : f.initSeconds(),
                    own.creations() > 0 ? own.createSeconds() : f.createSeconds(),
                    own.cores(),
                    own.calls(),
                    own.runs(),
                    own.inits(),
                    own.creations()))
        .orElse(own);
  }

  private static void remarks(
      ClusterRecord record,
      ContentionFit.Found found,
      List<TwinFunction> functions,
      List<String> remarks) {
    long all = record.size();
    if (record.untimed() > 0) {
      remarks.add(
          "%s of %s activations ended without times, as non-blocking ones do; they count as load"
              .formatted(record.untimed(), all));
    }
    long open = record.placed().stream().filter(a -> !a.over()).count();
    if (open > 0) {
      remarks.add("%s activations had not ended when the record did".formatted(open));
    }
    long failed = record.placed().stream().filter(a -> a.over() && !a.completed()).count();
    if (failed > 0) {
      remarks.add("%s activations failed; the twin has no failures".formatted(failed));
    }
    if (found.slowed() < 50) {
      remarks.add(
          "contention slowed %s runs, too few to tell what it costs: the exponent is near the calibration's"
              .formatted(found.slowed()));
    }
    if (found.samples() == 0) {
      remarks.add("no invoker reported its CPU: cores demanded rest on slowed runs alone");
    }
    long unseen = functions.stream().filter(f -> f.runs() == 0).count();
    if (unseen > 0) {
      remarks.add("%s functions have no run time of their own".formatted(unseen));
    }
    if (record.lostEvents() + record.missingBatches() > 0) {
      remarks.add(
          "%s events were lost and %s batches are missing"
              .formatted(record.lostEvents(), record.missingBatches()));
    }
  }
}
