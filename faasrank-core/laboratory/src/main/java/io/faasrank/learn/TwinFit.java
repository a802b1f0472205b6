package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.model.Model;
import io.faasrank.policy.LateBinding;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.InvokerRestart;
import io.faasrank.simulation.Simulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.jspecify.annotations.Nullable;

/**
 * How well a twin repeats a recorded time: its arrivals placed again by whoever placed them,
 * against what the record says became of them. Of activations that completed; of the twin, the mean
 * of {@link #REPLAYS} replays that differ in what nobody can know, such as by how many milliseconds
 * an arrival is late: a busy cluster is chaotic, and a single replay may be anywhere in its spread.
 *
 * @param calibration of the twin
 * @param activations compared
 * @param placers how many activations each placed, by name
 * @param mean completion time in seconds, from placement to end
 * @param spread standard deviation of that mean from one replay to the next, in seconds
 * @param median of it
 * @param p95 its 95th percentile
 * @param p99 its 99th percentile
 * @param coldPercent starts in a cold container, percent; of activations of which that is known
 * @param functions those with {@link #LEAST_CALLS} activations or more, most called first
 */
public record TwinFit(
    String calibration,
    int activations,
    Map<String, Integer> placers,
    Compared mean,
    double spread,
    Compared median,
    Compared p95,
    Compared p99,
    Compared coldPercent,
    List<FunctionFit> functions) {

  /** Chosen: the mean of eight is within a third of their spread. */
  static final int REPLAYS = 8;

  /** Fewer activations tell nothing of a function. */
  static final int LEAST_CALLS = 30;

  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  /** A figure of the record and of its twin; NaN where there is none. */
  public record Compared(double recorded, double twin) {

    /** How far the twin is off, percent of the record. */
    public double errorPercent() {
      return 100 * (twin / recorded - 1);
    }
  }

  /** The same of one function. */
  public record FunctionFit(String name, int activations, Compared mean, Compared coldPercent) {}

  public TwinFit {
    functions = List.copyOf(functions);
  }

  /** Whether mean and cold starts are within so many percent and points. */
  public boolean within(double percent, double points) {
    double cold = coldPercent.twin - coldPercent.recorded;
    return Math.abs(mean.errorPercent()) <= percent
        && (Double.isNaN(cold) || Math.abs(cold) <= points);
  }

  /**
   * Replays and compares.
   *
   * @param start index of the activation to begin the replay with
   * @param from index of the first to compare; those before fill the containers
   * @param serving what stands for a model that the record does not hold; null for hashing
   */
  static TwinFit of(
      TwinEstimate estimate, Config config, int start, int from, @Nullable Model serving) {
    ClusterRecord record = estimate.record();
    int end = record.activations().size();
    boolean fromTheStart = record.whole() && start == 0;
    double begin = record.activations().get(start).placedSeconds();
    Simulator cluster =
        estimate
            .twin()
            .simulator(config)
            .withRestarts(
                record.restarts().stream()
                    .filter(each -> each.seconds() > begin)
                    .map(each -> new InvokerRestart(each.invoker(), each.seconds() - begin))
                    .toList());
    // beside hashing, which does not wait, nothing waits: one policy replays them all
    if (record.bindsLate()
        && !RecordedTurns.placers(record, start, end).containsKey(RecordedTurns.STOCK)) {
      cluster = cluster.withLateBinding(LateBinding.DEFAULT);
    }
    Simulator known = fromTheStart ? cluster : cluster.withKnownTimes();
    List<List<Completion>> replays =
        IntStream.range(0, REPLAYS)
            .mapToObj(
                seed ->
                    known
                        .run(
                            estimate.arrivals(start, end, seed),
                            new RecordedTurns(record, serving).policy(start, end),
                            seed)
                        .completions())
            .toList();
    int[] compared =
        IntStream.range(from, record.end())
            .filter(i -> record.activations().get(i).completed())
            .toArray();
    Sides sides = new Sides(estimate, replays, start);
    List<FunctionFit> functions = new ArrayList<>();
    for (int f = 0; f < record.actions().size(); f++) {
      int action = f;
      IntPredicate own = i -> record.activations().get(i).action() == action;
      int[] of = Arrays.stream(compared).filter(own).toArray();
      if (of.length >= LEAST_CALLS) {
        functions.add(
            new FunctionFit(
                record.actions().get(f).name(), of.length, sides.mean(of), sides.cold(of)));
      }
    }
    functions.sort(Comparator.comparingInt(each -> -each.activations));
    return new TwinFit(
        estimate.twin().calibration(),
        compared.length,
        RecordedTurns.placers(record, from, record.end()),
        sides.mean(compared),
        sides.spread(compared),
        sides.quantile(compared, 0.5),
        sides.quantile(compared, 0.95),
        sides.quantile(compared, 0.99),
        sides.cold(compared),
        functions);
  }

  /** The record and its replays, by index of the activation. */
  private record Sides(TwinEstimate estimate, List<List<Completion>> replays, int start) {

    private double recorded(int i) {
      RecordedActivation a = estimate.record().activations().get(i);
      return a.endedSeconds() - a.placedSeconds();
    }

    private DoubleStream twin(int[] of, List<Completion> replay) {
      double way = estimate.twin().overheadSeconds();
      return Arrays.stream(of).mapToDouble(i -> replay.get(i - start).completionTime() + way);
    }

    private double ofReplays(ToDoubleFunction<List<Completion>> figure) {
      return replays.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    Compared mean(int[] of) {
      return new Compared(
          Arrays.stream(of).mapToDouble(this::recorded).average().orElse(Double.NaN),
          ofReplays(replay -> twin(of, replay).average().orElse(Double.NaN)));
    }

    double spread(int[] of) {
      return StandardDeviation.of(
              replays.stream()
                  .mapToDouble(replay -> twin(of, replay).average().orElse(Double.NaN))
                  .toArray())
          .getAsDouble();
    }

    Compared quantile(int[] of, double share) {
      return new Compared(
          QUANTILE.evaluate(Arrays.stream(of).mapToDouble(this::recorded).toArray(), share),
          ofReplays(replay -> QUANTILE.evaluate(twin(of, replay).toArray(), share)));
    }

    Compared cold(int[] of) {
      List<RecordedActivation> all = estimate.record().activations();
      int[] known = Arrays.stream(of).filter(i -> all.get(i).startKnown()).toArray();
      return new Compared(
          percent(known, i -> all.get(i).cold()),
          ofReplays(replay -> percent(known, i -> replay.get(i - start).cold())));
    }

    private static double percent(int[] of, IntPredicate cold) {
      return of.length == 0
          ? Double.NaN
          : 100.0 * Arrays.stream(of).filter(cold).count() / of.length;
    }
  }
}
