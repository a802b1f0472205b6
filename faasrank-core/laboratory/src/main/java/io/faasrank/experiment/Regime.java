package io.faasrank.experiment;

import io.faasrank.report.RegimeName;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.FunctionPopulation;
import io.faasrank.workload.OpenArrivals;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One cell of a {@link RegimeGrid}: functions, load, cluster, calibration and beginning. A seed
 * draws functions and arrivals; the same seed draws the same functions for every regime of the
 * kind, and the same arrivals for every calibration with as many cores demanded and every
 * beginning.
 *
 * @param load cores demanded by warm runs relative to those of the cluster, above 0
 * @param calibration the name of the settings
 * @param number of a random regime, from 1, whose draws are its own; 0 in the grid, whose regimes
 *     share theirs
 * @param seconds how long activations arrive; 0 where {@link #COUNTED} of them do
 * @param windowSeconds length of the windows by which such an episode is shown, above 0
 */
public record Regime(
    PopulationSpec functions,
    double load,
    String clusterName,
    List<InvokerSettings> cluster,
    String calibration,
    SimulationSettings settings,
    Start start,
    int number,
    double seconds,
    double windowSeconds) {

  /**
   * Activations whose times count. Chosen: the pace at which means of two draws move by a few
   * percent.
   */
  public static final int COUNTED = 600;

  /**
   * Activations before them in a warm beginning. Chosen: with 600, short functions on a large
   * cluster are within their first second, when all start cold.
   */
  public static final int WARM_UP = 3_000;

  /** As in the trial that led to the grid; a function whose variation is known has its own. */
  private static final double DURATION_CV = 0.1;

  /** How an episode begins. */
  public enum Start {
    /** No container and no measured time. */
    COLD,
    /** In the midst of a longer one: the first {@link #WARM_UP} activations are not counted. */
    WARM,
    /** No container, but each function's times on an idle invoker are known from the start. */
    KNOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Regime {
    cluster = List.copyOf(cluster);
  }

  /** One of {@link #COUNTED} activations. */
  public Regime(
      PopulationSpec functions,
      double load,
      String clusterName,
      List<InvokerSettings> cluster,
      String calibration,
      SimulationSettings settings,
      Start start) {
    this(functions, load, clusterName, cluster, calibration, settings, start, 0, 0, 1);
  }

  /** The same as a random regime of this number. */
  Regime numbered(int other) {
    return new Regime(
        functions,
        load,
        clusterName,
        cluster,
        calibration,
        settings,
        start,
        other,
        seconds,
        windowSeconds);
  }

  /** The seed of a draw of it. */
  long seed(long seed, int repetition) {
    return number == 0 ? Seeds.mix(seed, repetition) : Seeds.mix(seed, repetition, number);
  }

  /**
   * The same with arrivals for so long, from an empty cluster on, shown by windows.
   *
   * @throws IllegalArgumentException if it begins warm, since the beginning is then its warm-up
   */
  public Regime during(double episodeSeconds, double eachSeconds) {
    if (start == Start.WARM) {
      throw new IllegalArgumentException(
          "an episode that is shown by windows begins cold or known");
    }
    return new Regime(
        functions,
        load,
        clusterName,
        cluster,
        calibration,
        settings,
        start,
        number,
        episodeSeconds,
        eachSeconds);
  }

  public RegimeName name() {
    return new RegimeName(functions.name(), load, clusterName, calibration, start.toString());
  }

  /** The names of its parts: its own, or one for each window. */
  public List<RegimeName> parts() {
    if (seconds == 0) {
      return List.of(name());
    }
    List<RegimeName> parts = new ArrayList<>();
    for (double from = 0; from < seconds; from += windowSeconds) {
      parts.add(name().window(from, Math.min(seconds, from + windowSeconds)));
    }
    return parts;
  }

  /**
   * The activations that count, by part: those that arrived in it.
   *
   * @param completions of an episode, in order of arrival
   * @throws IllegalArgumentException if a window has none
   */
  List<List<Completion>> counted(List<Completion> completions) {
    if (seconds == 0) {
      return List.of(completions.subList(uncounted(), completions.size()));
    }
    List<List<Completion>> counted = new ArrayList<>();
    int next = 0;
    for (double to = windowSeconds; to < seconds + windowSeconds; to += windowSeconds) {
      int first = next;
      while (next < completions.size() && completions.get(next).arrivalSeconds() < to) {
        next++;
      }
      if (next == first) {
        throw new IllegalArgumentException(
            "--window: no activation of %s arrives in the %s s before %s s; choose longer windows"
                .formatted(name().text(), windowSeconds, to));
      }
      counted.add(completions.subList(first, next));
    }
    return counted;
  }

  /** A simulator of it. */
  public Simulator simulator() {
    Simulator simulator = new Simulator(settings, cluster);
    return start == Start.KNOWN ? simulator.withKnownTimes() : simulator;
  }

  /** How many activations at the beginning of a workload do not count. */
  public int uncounted() {
    return start == Start.WARM ? WARM_UP : 0;
  }

  /** Draws an episode. */
  public Workload workload(long seed) {
    FunctionPopulation population = FunctionPopulation.draw(functions, seed);
    double cores = cluster.stream().mapToDouble(InvokerSettings::cores).sum();
    OpenArrivals arrivals = OpenArrivals.atLoad(load, cores, settings::coresDemanded, DURATION_CV);
    long drawn = Seeds.mix(seed, Double.doubleToLongBits(load));
    return seconds > 0
        ? arrivals.during(seconds, population, drawn)
        : arrivals.first(uncounted() + COUNTED, population, drawn);
  }
}
