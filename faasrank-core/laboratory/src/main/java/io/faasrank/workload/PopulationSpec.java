package io.faasrank.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A kind of {@link FunctionPopulation}: how many functions, what they cost, how unequally they are
 * invoked.
 *
 * <table>
 *   <caption>Kinds that have a name</caption>
 *   <tr><td>{@code table2}</td><td>the ten functions of Table II</td></tr>
 *   <tr><td>{@code short}</td><td>20 functions of 20 to 500 ms</td></tr>
 *   <tr><td>{@code mixed}</td><td>40 of 10 ms to 60 s</td></tr>
 *   <tr><td>{@code long}</td><td>12 of 60 to 300 s</td></tr>
 *   <tr><td>{@code many}</td><td>300 with run times as in published measurements, 2 ms to 30 s,
 *       most of them rarely invoked</td></tr>
 *   <tr><td>{@code random}</td><td>5 to 300, every population unlike the others: median run time
 *       40 ms to 80 s, memory up to 1,024 MB, a quarter of the functions bursty</td></tr>
 * </table>
 *
 * All but {@code table2} have 128 to 512 MB, {@code random} up to 1,024. Shares of the sizes, and
 * how they and cold starts go with run times, are those of {@code function-ranges.conf}. The kinds
 * are the ones on which a model is judged; their figures are chosen, not measured.
 *
 * @param name what options and tables call it
 * @param given the functions, if they are not drawn; then the next seven are not used
 * @param fewestFunctions number of functions, log-uniform from this
 * @param mostFunctions to this
 * @param runTimes mean warm run times
 * @param leastColdPenaltySeconds what a cold start takes longer than a warm one: published
 *     measurements from this
 * @param mostColdPenaltySeconds to this
 * @param mostMemoryMb largest memory limit drawn, 128 or more
 * @param leastZipf exponent of the popularity, uniform from this; 0 is equal shares
 * @param mostZipf to this
 * @param burstyShare share of the functions that are invoked in bursts, 0 to 1
 */
public record PopulationSpec(
    String name,
    List<FunctionProfile> given,
    int fewestFunctions,
    int mostFunctions,
    RunTimes runTimes,
    double leastColdPenaltySeconds,
    double mostColdPenaltySeconds,
    int mostMemoryMb,
    double leastZipf,
    double mostZipf,
    double burstyShare) {

  /** Range of the cold penalty in the trial that led to the kinds: initialisation, seconds. */
  private static final double LEAST_COLD_PENALTY_SECONDS = 0.15;

  private static final double MOST_COLD_PENALTY_SECONDS = 3.5;

  /** OpenWhisk's default largest limit. */
  private static final int USUAL_MOST_MB = 512;

  /** Shortest run time of all kinds, about that of the fastest function measured. */
  private static final double SHORTEST_SECONDS = 0.002;

  private static final double LONGEST_SECONDS = 300;

  private static final List<PopulationSpec> NAMED =
      List.of(
          of("table2", BenchmarkFunctions.all(), 1),
          drawn("short", 20, 20, RunTimes.between(0.02, 0.5), 1),
          drawn("mixed", 40, 40, RunTimes.between(0.01, 60), 1),
          drawn("long", 12, 12, RunTimes.between(60, LONGEST_SECONDS), 1),
          drawn("many", 300, 300, RunTimes.recorded(SHORTEST_SECONDS, 30), 1.2),
          new PopulationSpec(
              "random",
              List.of(),
              5,
              300,
              RunTimes.around(0.04, 80, 1.2, 5, SHORTEST_SECONDS, LONGEST_SECONDS),
              LEAST_COLD_PENALTY_SECONDS,
              MOST_COLD_PENALTY_SECONDS,
              1024,
              0.5,
              1.5,
              0.25));

  public PopulationSpec {
    given = List.copyOf(given);
    if (given.isEmpty() && (fewestFunctions < 1 || mostFunctions < fewestFunctions)) {
      throw new IllegalArgumentException("population " + name + " must have functions");
    }
    if (!(burstyShare >= 0 && burstyShare <= 1)) {
      throw new IllegalArgumentException("the bursty share of " + name + " must be 0 to 1");
    }
  }

  /** The names of the kinds that have one. */
  public static List<String> names() {
    return NAMED.stream().map(PopulationSpec::name).toList();
  }

  /**
   * Kinds by name: {@code all}, or names separated by commas; one named twice is taken once.
   *
   * @throws InvalidInputException if there is no such kind; the message lists those there are
   */
  public static List<PopulationSpec> select(String selection) {
    return selection.trim().equalsIgnoreCase("all")
        ? NAMED
        : Arrays.stream(selection.split(",", -1)).map(PopulationSpec::named).distinct().toList();
  }

  /**
   * A kind by its name, upper or lower case.
   *
   * @throws InvalidInputException if there is none; the message lists those there are
   */
  public static PopulationSpec named(String name) {
    String wanted = name.trim().toLowerCase(Locale.ROOT);
    return NAMED.stream()
        .filter(spec -> spec.name.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    String.format(
                        "expected one of the populations %s, found %s",
                        String.join(", ", names()), InvalidInputException.quote(name))));
  }

  /** These functions, with popularity by a Zipf law, none bursty. */
  public static PopulationSpec of(String name, List<FunctionProfile> functions, double zipf) {
    return new PopulationSpec(
        name,
        functions,
        functions.size(),
        functions.size(),
        RunTimes.recorded(SHORTEST_SECONDS, LONGEST_SECONDS),
        0,
        0,
        USUAL_MOST_MB,
        zipf,
        zipf,
        0);
  }

  /** The same with another share of bursty functions. */
  public PopulationSpec withBurstyShare(double share) {
    return new PopulationSpec(
        name,
        given,
        fewestFunctions,
        mostFunctions,
        runTimes,
        leastColdPenaltySeconds,
        mostColdPenaltySeconds,
        mostMemoryMb,
        leastZipf,
        mostZipf,
        share);
  }

  private static PopulationSpec drawn(
      String name, int fewest, int most, RunTimes runTimes, double zipf) {
    return new PopulationSpec(
        name,
        List.of(),
        fewest,
        most,
        runTimes,
        LEAST_COLD_PENALTY_SECONDS,
        MOST_COLD_PENALTY_SECONDS,
        USUAL_MOST_MB,
        zipf,
        zipf,
        0);
  }
}
