package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.learn.Judgement.Judged;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policy;
import io.faasrank.report.Interval;
import io.faasrank.report.Jackknife;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.jspecify.annotations.Nullable;

/**
 * Tries models and rules on a twin's recorded arrivals, block by block; all but hashing bind late
 * where activations of the record did.
 */
final class TwinJudge {

  private static final String HASHING = "hashing";

  /** Blocks of the judged time: enough for an interval whose t is not large. Chosen. */
  private static final int BLOCKS = 10;

  /** Fewest activations of a block, unless there are fewer in all. Chosen. */
  private static final int LEAST_OF_BLOCK = 30;

  /** Most activations of a block; bounds the time. */
  private static final int MOST_OF_BLOCK = 2_000;

  /** Activations before a block that fill its containers, at most. */
  private static final int WARM_UP = 800;

  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  private final TwinEstimate estimate;
  private final Simulator simulator;
  private final long seed;

  TwinJudge(TwinEstimate estimate, Config config, long seed) {
    this.estimate = estimate;
    Simulator cluster = estimate.twin().simulator(config).withKnownTimes();
    this.simulator =
        estimate.record().bindsLate() ? cluster.withLateBinding(LateBinding.DEFAULT) : cluster;
    this.seed = Seeds.mix(seed, Seeds.key("judge"));
  }

  /** Activations that count, of one block under one policy. */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  private record CountedBlock(double[] seconds, int cold) {

    double sum() {
      return Arrays.stream(seconds).sum();
    }
  }

  /** Judges a candidate beside the model in service, the shipped one and all rules. */
  Judgement judge(Model candidate, Model serving, @Nullable OffPolicy offPolicy) {
    Map<String, Supplier<Policy>> policies = new LinkedHashMap<>();
    policies.put(Judgement.CANDIDATE, () -> Candidates.of(candidate));
    policies.put(Judgement.SERVING, () -> Candidates.of(serving));
    Model shipped = ShippedModel.open(ShippedModel.DEFAULT);
    policies.put(Judgement.SHIPPED, () -> Candidates.of(shipped));
    Candidates.rules().forEach(rule -> policies.put(rule, () -> Candidates.rule(rule)));
    Map<String, List<CountedBlock>> counted = new LinkedHashMap<>();
    policies.forEach((name, policy) -> counted.put(name, tried(policy)));
    List<Judged> judged = new ArrayList<>();
    List<CountedBlock> ofServing = known(counted, Judgement.SERVING);
    List<CountedBlock> ofHashing = known(counted, HASHING);
    counted.forEach((name, own) -> judged.add(judged(name, own, ofServing, ofHashing)));
    Judged best =
        judged.stream()
            .filter(each -> Candidates.rules().contains(each.name()))
            .min((a, b) -> Double.compare(a.meanSeconds(), b.meanSeconds()))
            .orElseThrow();
    return new Judgement(
        estimate.record().startMillis()
            + Math.round(1000 * estimate.record().first().placedSeconds()),
        ofHashing.size(),
        ofHashing.stream().mapToInt(each -> each.seconds.length).sum(),
        best.name(),
        judged,
        offPolicy);
  }

  /** Mean completion time under a model. */
  double meanSeconds(Model model) {
    return tried(() -> Candidates.of(model)).stream()
        .flatMapToDouble(each -> Arrays.stream(each.seconds))
        .average()
        .orElse(Double.NaN);
  }

  /** Mean completion time under a model, percent of that under another, with its interval. */
  Interval percent(Model model, Model other) {
    return percent(tried(() -> Candidates.of(model)), tried(() -> Candidates.of(other)));
  }

  private static List<CountedBlock> known(Map<String, List<CountedBlock>> counted, String name) {
    return Objects.requireNonNull(counted.get(name), name);
  }

  /** A block: where its replay begins, where it counts from, and its end. */
  private record Block(int start, int from, int to) {}

  private int count() {
    return Math.max(1, Math.min(BLOCKS, estimate.record().size() / LEAST_OF_BLOCK));
  }

  private Block place(int block) {
    int first = estimate.record().earlier();
    int all = estimate.record().size();
    int from = first + (int) ((long) all * block / count());
    int to = Math.min(first + (int) ((long) all * (block + 1) / count()), from + MOST_OF_BLOCK);
    return new Block(Math.max(0, from - WARM_UP), from, to);
  }

  private List<CountedBlock> tried(Supplier<Policy> policy) {
    List<CountedBlock> blocks = new ArrayList<>();
    for (int b = 0; b < count(); b++) {
      Block place = place(b);
      Workload workload = estimate.arrivals(place.start, place.to, seed);
      List<Completion> counted =
          simulator
              .run(workload, policy.get(), Seeds.mix(seed, b))
              .completions()
              .subList(place.from - place.start, place.to - place.start);
      blocks.add(
          new CountedBlock(
              counted.stream().mapToDouble(Completion::completionTime).toArray(),
              (int) counted.stream().filter(Completion::cold).count()));
    }
    return blocks;
  }

  private static Judged judged(
      String name, List<CountedBlock> own, List<CountedBlock> serving, List<CountedBlock> hashing) {
    double[] all = own.stream().flatMapToDouble(each -> Arrays.stream(each.seconds)).toArray();
    return new Judged(
        name,
        Arrays.stream(all).average().orElse(Double.NaN),
        QUANTILE.evaluate(all, 0.99),
        100.0 * own.stream().mapToInt(CountedBlock::cold).sum() / all.length,
        percent(own, serving),
        percent(own, hashing));
  }

  private static Interval percent(List<CountedBlock> own, List<CountedBlock> reference) {
    Jackknife jackknife = new Jackknife(1, own.size());
    double[] sums = jackknife.sums(sums(own))[0];
    double[] others = jackknife.sums(sums(reference))[0];
    return jackknife.interval(draw -> 100 * sums[draw] / others[draw]);
  }

  private static double[][] sums(List<CountedBlock> blocks) {
    return Stream.of(blocks.stream().mapToDouble(CountedBlock::sum).toArray())
        .toArray(double[][]::new);
  }
}
