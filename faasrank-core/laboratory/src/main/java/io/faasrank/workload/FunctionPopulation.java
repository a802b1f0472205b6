package io.faasrank.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Functions and how their invocations are shared out among them; {@link OpenArrivals} makes
 * workloads of it:
 *
 * <pre>{@code
 * FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("mixed"), seed);
 * OpenArrivals arrivals = OpenArrivals.atLoad(0.5, cores, coresDemanded, 0.1);
 * Workload episode = arrivals.first(500, population, seed);
 * Workload hour = arrivals.during(3_600, population, seed);
 * }</pre>
 *
 * Functions that are drawn stand in order of their run time, shortest first, and are named after
 * the population and their place in it: {@code mixed-01} is the shortest of its kind. Given ones
 * stay as they are. Popularity is independent of run time.
 *
 * @param name of its {@link PopulationSpec}
 * @param members at least one; their shares sum up to 1
 */
public record FunctionPopulation(String name, List<Member> members) {

  /**
   * One function.
   *
   * @param share of all invocations, above 0
   * @param bursty whether it is invoked in bursts
   */
  public record Member(FunctionProfile profile, double share, boolean bursty) {}

  /**
   * Share of the cold penalty that goes into creating the container, the rest being initialisation:
   * the mean of Table II.
   */
  private static final double CREATION_SHARE =
      BenchmarkFunctions.meanCreateSeconds()
          / (BenchmarkFunctions.meanCreateSeconds() + BenchmarkFunctions.meanInitSeconds());

  public FunctionPopulation {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("population " + name + " must have functions");
    }
  }

  /** Draws a population; the same specification and seed give the same. */
  public static FunctionPopulation draw(PopulationSpec spec, long seed) {
    RandomGenerator random = Seeds.generator(seed, Seeds.key(spec.name()));
    List<FunctionProfile> profiles = spec.given().isEmpty() ? profiles(spec, random) : spec.given();
    int n = profiles.size();
    double zipf = spec.leastZipf() + (spec.mostZipf() - spec.leastZipf()) * random.nextDouble();
    double[] weights = new double[n];
    int[] ranks = order(gaussians(n, random));
    for (int f = 0; f < n; f++) {
      weights[f] = Math.pow(1 + ranks[f], -zipf);
    }
    double sum = Arrays.stream(weights).sum();
    int[] lots = order(gaussians(n, random));
    long bursty = Math.round(spec.burstyShare() * n);
    List<Member> members = new ArrayList<>();
    for (int f = 0; f < n; f++) {
      members.add(new Member(profiles.get(f), weights[f] / sum, lots[f] < bursty));
    }
    return new FunctionPopulation(spec.name(), members);
  }

  /** The functions, in the order of the members. */
  public List<FunctionProfile> functions() {
    return members.stream().map(Member::profile).toList();
  }

  /**
   * What one invocation takes on average: the sum of share, run seconds and cores demanded.
   *
   * @param coresDemanded cores that an activation of a function demands while it runs
   */
  public double coreSecondsPerInvocation(ToDoubleFunction<FunctionProfile> coresDemanded) {
    return members.stream()
        .mapToDouble(
            m -> m.share() * m.profile().warmSeconds() * coresDemanded.applyAsDouble(m.profile()))
        .sum();
  }

  /**
   * Run times, cold penalties and memory are each spread evenly over their distribution, one
   * function to each n-th part of it, and paired by a normal copula with the recorded correlations.
   */
  private static List<FunctionProfile> profiles(PopulationSpec spec, RandomGenerator random) {
    double ratio = (double) spec.mostFunctions() / spec.fewestFunctions();
    int n = (int) Math.round(spec.fewestFunctions() * Math.pow(ratio, random.nextDouble()));
    DoubleUnaryOperator runSeconds = spec.runTimes().draw(random);
    double[] common = gaussians(n, random);
    double[] run = shares(common, random);
    double[] penalty =
        shares(correlated(common, FunctionRanges.WARM_WITH_COLD_PENALTY, random), random);
    double[] memory = shares(correlated(common, FunctionRanges.WARM_WITH_MEMORY, random), random);
    List<Integer> byRunTime =
        IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(f -> run[f])).toList();
    String format = "%s-%0" + Integer.toString(n).length() + "d";
    List<FunctionProfile> profiles = new ArrayList<>();
    for (int f : byRunTime) {
      double warm = runSeconds.applyAsDouble(run[f]);
      double cold =
          FunctionRanges.COLD_PENALTY_SECONDS.between(
              spec.leastColdPenaltySeconds(), spec.mostColdPenaltySeconds(), penalty[f]);
      profiles.add(
          new FunctionProfile(
              String.format(Locale.ROOT, format, spec.name(), profiles.size() + 1),
              FunctionRanges.memoryMb(memory[f], spec.mostMemoryMb()),
              warm + cold,
              warm,
              cold * (1 - CREATION_SHARE)));
    }
    return profiles;
  }

  /** Standard normal values whose rank correlation with others is Spearman's {@code rho}. */
  private static double[] correlated(double[] others, double rho, RandomGenerator random) {
    double r = 2 * Math.sin(Math.PI / 6 * rho);
    double[] own = gaussians(others.length, random);
    Arrays.setAll(own, f -> r * others[f] + Math.sqrt(1 - r * r) * own[f]);
    return own;
  }

  /** Values replaced by a random place within the n-th part that belongs to their rank. */
  private static double[] shares(double[] values, RandomGenerator random) {
    int[] ranks = order(values);
    double[] shares = new double[values.length];
    Arrays.setAll(shares, f -> (ranks[f] + random.nextDouble()) / values.length);
    return shares;
  }

  private static double[] gaussians(int n, RandomGenerator random) {
    double[] values = new double[n];
    Arrays.setAll(values, f -> random.nextGaussian());
    return values;
  }

  /** Rank of each value, the smallest being 0. */
  private static int[] order(double[] values) {
    int[] sorted =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(f -> values[f]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[values.length];
    for (int rank = 0; rank < sorted.length; rank++) {
      ranks[sorted[rank]] = rank;
    }
    return ranks;
  }
}
