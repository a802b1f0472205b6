package io.faasrank.simulation;

import io.faasrank.workload.Arrival;
import io.faasrank.workload.BalancerRecord;
import io.faasrank.workload.Clients;
import io.faasrank.workload.RecordedCall;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Repeats the runs of a {@link BalancerRecord} in the simulator: as many clients, the functions and
 * the invokers that the record shows, and the balancers as their sources have them. Only calls that
 * are answered before the end of a run count, as in the record.
 */
public final class RecordReplay {

  /** The balancer that all others are compared with. */
  public static final String STOCK = RecordedBalancer.STOCK;

  private final BalancerRecord record;
  private final RecordEstimates estimates;
  private final RecordSettings settings;
  private final double durationCv;
  private final int draws;
  private final long seed;
  private final Simulator simulator;

  /**
   * @param simulation settings of the calibration
   * @param durationCv coefficient of variation of run times, 0 or more
   * @param draws of each run, positive
   * @param seed of them
   * @throws IllegalArgumentException when a balancer of the record is unknown, or it has no stock
   *     hashing to compare with, or that took no time
   */
  public RecordReplay(
      BalancerRecord record,
      SimulationSettings simulation,
      RecordSettings settings,
      double durationCv,
      int draws,
      long seed) {
    requireKnown(record);
    this.record = record;
    this.settings = settings;
    this.durationCv = durationCv;
    this.draws = draws;
    this.seed = seed;
    this.estimates = RecordEstimates.of(record, settings.warmQuantile());
    Platform platform = simulation.platform();
    double creation = platform.unknownCreationSeconds() + simulation.creationSeconds();
    this.simulator =
        new Simulator(
            // The latencies of the record hold what unpausing cost.
            simulation.withPlatform(platform.withoutUnpausing()),
            estimates.creationSeconds().stream()
                .map(
                    own ->
                        new InvokerSettings(settings.cores(), settings.memoryMb(), own / creation))
                .toList());
  }

  private static void requireKnown(BalancerRecord record) {
    for (int clients : record.clients()) {
      SortedSet<String> balancers = record.balancers(clients);
      balancers.forEach(name -> RecordedBalancer.requireKnown(record.file(), name));
      if (!balancers.contains(STOCK)) {
        throw new IllegalArgumentException(
            "%s: expected calls of %s at %s users, found none"
                .formatted(record.file(), STOCK, clients));
      }
      if (record.run(clients, STOCK).stream().allMatch(call -> call.latencySeconds() == 0)) {
        throw new IllegalArgumentException(
            "%s, column latency_s: expected seconds above 0, found 0 in all calls of %s at %s users"
                .formatted(record.file(), STOCK, clients));
      }
    }
  }

  /**
   * What a run came to.
   *
   * @param meanSeconds mean latency of its calls
   * @param cold share of calls that started cold
   */
  public record RunFigures(double meanSeconds, double cold) {

    private static RunFigures of(DoubleStream latencies, long cold, int calls) {
      return new RunFigures(latencies.average().orElse(Double.NaN), (double) cold / calls);
    }
  }

  /** What the record has. */
  public RunFigures recorded(int clients, String balancer) {
    List<RecordedCall> run = record.run(clients, balancer);
    return RunFigures.of(
        run.stream().mapToDouble(RecordedCall::latencySeconds),
        run.stream().filter(RecordedCall::cold).count(),
        run.size());
  }

  /**
   * What the simulator makes of it: the mean of the draws.
   *
   * @throws IllegalArgumentException when no call is answered before the end of the run
   */
  public RunFigures simulated(int clients, String balancer) {
    List<RunFigures> drawn =
        IntStream.range(0, draws).mapToObj(draw -> simulated(clients, balancer, draw)).toList();
    return new RunFigures(
        drawn.stream().mapToDouble(RunFigures::meanSeconds).average().orElse(Double.NaN),
        drawn.stream().mapToDouble(RunFigures::cold).average().orElse(Double.NaN));
  }

  private RunFigures simulated(int clients, String balancer, int draw) {
    RecordedBalancer balancers =
        new RecordedBalancer(
            estimates.creationSeconds().size(),
            estimates.functions().size(),
            estimates.homes(),
            settings,
            new SplittableRandom(Seeds.mix(seed, draw)));
    double seconds = record.seconds(clients, balancer);
    List<Completion> answered =
        simulator
            .run(
                workload(clients, seconds, draw),
                balancers.named(balancer),
                Seeds.mix(seed, draw),
                EpisodeObserver.NONE)
            .completions()
            .stream()
            .filter(call -> call.completionSeconds() <= seconds)
            .toList();
    if (answered.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected runs of minutes, found one of %s s (%s, %s users) in which the simulation"
                  .formatted(record.file(), (int) seconds, balancer, clients)
              + " answers no call");
    }
    return RunFigures.of(
        answered.stream().mapToDouble(Completion::completionTime),
        answered.stream().filter(Completion::cold).count(),
        answered.size());
  }

  /** More calls than the clients can make, drawn by how often each function is in the record. */
  private Workload workload(int clients, double seconds, int draw) {
    RandomGenerator random = Seeds.generator(seed, Seeds.key("record"), draw);
    int total = estimates.calls().stream().mapToInt(Integer::intValue).sum();
    double sigma = Math.sqrt(Math.log1p(durationCv * durationCv));
    int most = (int) (clients * seconds / settings.thinkSeconds());
    List<Arrival> arrivals = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      int at = random.nextInt(total);
      int function = 0;
      while (at >= estimates.calls().get(function)) {
        at -= estimates.calls().get(function++);
      }
      double factor = Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
      arrivals.add(new Arrival(0, function, factor));
    }
    return new Workload("record", estimates.functions(), arrivals)
        .calledBy(
            new Clients(
                clients, settings.clientsPerSecond(), 0, 2 * settings.thinkSeconds(), seconds));
  }
}
