package io.faasrank.policy;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The registry of policies: which names exist, what each stands for and how it is composed. The
 * order is that of the results table: the host's own policy first, then the paper's baselines, the
 * later published ones, the two reference points, and the learned scheduler.
 */
public final class Policies {

  private static final List<RegisteredPolicy> TABLE =
      List.of(
          entry(HashingScorer.class, HashingScorer::new, ArgMaxElseRandom::new),
          entry(RoundRobinScorer.class, RoundRobinScorer::new, ArgMax::new),
          entry(LeastConnectionsScorer.class, LeastConnectionsScorer::new, ArgMax::new),
          entry(MostFreeMemoryScorer.class, MostFreeMemoryScorer::new, ArgMax::new),
          entry(GreedyScorer.class, GreedyScorer::new, ArgMax::new),
          entry(StaticRankScorer.class, StaticRankScorer::new, ArgMax::new),
          entry(BestOfTwoRandom.class, LeastConnectionsScorer::new, BestOfTwoRandom::new),
          entry(HermodScorer.class, HermodScorer::new, ArgMax::new),
          entry(BoundedLoadHashingScorer.class, BoundedLoadHashingScorer::new, SoftmaxSample::new),
          entry(PrequalScorer.class, PrequalScorer::new, ArgMax::new),
          entry(LeastPerCoreScorer.class, LeastPerCoreScorer::new, ArgMax::new),
          entry(WarmShortestQueueScorer.class, WarmShortestQueueScorer::new, ArgMax::new),
          entry(LeastWorkScorer.class, LeastWorkScorer::new, ArgMax::new),
          entry(AffinityScorer.class, AffinityScorer::new, ArgMax::new),
          entry(UniformRandom.class, NoPreferenceScorer::new, UniformRandom::new),
          entry(ClairvoyantScorer.class, ClairvoyantScorer::new, ArgMax::new),
          learned(Learned.Best.class, ArgMax::new),
          learned(Learned.Sampled.class, SoftmaxSample::new));

  private Policies() {}

  /** Every name, in the order of the results table. */
  public static List<String> names() {
    return TABLE.stream().map(entry -> entry.spec.name()).collect(Collectors.toUnmodifiableList());
  }

  /**
   * What the name stands for.
   *
   * @throws IllegalArgumentException if there is no such policy; the message lists those there are
   */
  public static PolicySpec spec(String name) {
    return find(name).spec;
  }

  /**
   * A fresh policy that shares no state with any other.
   *
   * @param learned brings the score network; asked only for {@code faasrank} and {@code
   *     faasrank-sampled}
   * @throws IllegalArgumentException if there is no such policy; the message lists those there are
   */
  public static Policy create(String name, Supplier<Scorer> learned) {
    RegisteredPolicy entry = find(name);
    return new Policy(entry.spec.name(), entry.scorer.apply(learned), entry.selector.get());
  }

  private static RegisteredPolicy find(String name) {
    return TABLE.stream()
        .filter(entry -> entry.spec.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    names().stream()
                        .collect(
                            Collectors.joining(
                                ", ", "unknown policy '" + name + "', expected one of ", ""))));
  }

  private static RegisteredPolicy entry(
      Class<?> declaring, Supplier<Scorer> scorer, Supplier<Selector> selector) {
    return new RegisteredPolicy(specOf(declaring), ignored -> scorer.get(), selector);
  }

  private static RegisteredPolicy learned(Class<?> declaring, Supplier<Selector> selector) {
    return new RegisteredPolicy(specOf(declaring), Supplier::get, selector);
  }

  private static PolicySpec specOf(Class<?> declaring) {
    return Objects.requireNonNull(
        declaring.getAnnotation(PolicySpec.class), () -> declaring + " declares no policy");
  }

  private record RegisteredPolicy(
      PolicySpec spec, Function<Supplier<Scorer>, Scorer> scorer, Supplier<Selector> selector) {}
}
