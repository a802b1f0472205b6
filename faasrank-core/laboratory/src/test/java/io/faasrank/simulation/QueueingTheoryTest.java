package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards the whole engine against theory: with free cold starts, one core for each activation and
 * room for as many as there are cores, one invoker is an M/M/c queue, whose mean waiting time is
 * Erlang's C formula. With room for all and fair sharing of one core it is M/M/1 processor sharing.
 */
final class QueueingTheoryTest {

  private static final int CALLS = 400_000;
  private static final FunctionProfile UNIT = new FunctionProfile("U", 128, 1, 1, 0);
  private static final SimulationSettings FAIR =
      new SimulationSettings(1.0 / 128, 1, 0, 600, 1, 0.05);

  @ParameterizedTest
  @CsvSource({"1, 0.5", "4, 0.8", "16, 0.9"})
  void waitingTimeIsErlangC(int cores, double load) {
    InvokerSettings invoker = new InvokerSettings(cores, 128 * cores);

    double waited =
        new Simulator(FAIR, List.of(invoker))
            .run(poisson(cores * load, 11), Fixtures.FIRST, 1).completions().stream()
                .mapToDouble(Completion::queueSeconds)
                .average()
                .orElseThrow();

    assertThat(waited)
        .isCloseTo(erlangC(cores, cores * load) / (cores * (1 - load)), withinPercentage(4));
  }

  @ParameterizedTest
  @CsvSource({"0.5", "0.8"})
  void sharedCoreIsProcessorSharing(double load) {
    InvokerSettings invoker = new InvokerSettings(1, 128 * 1_000);

    double mean =
        new Simulator(FAIR, List.of(invoker))
            .run(poisson(load, 12), Fixtures.FIRST, 1)
            .meanCompletionTime();

    assertThat(mean).isCloseTo(1 / (1 - load), withinPercentage(4));
  }

  private static Workload poisson(double rate, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> arrivals = new ArrayList<>(CALLS);
    double at = 0;
    for (int i = 0; i < CALLS; i++) {
      at += random.nextExponential() / rate;
      arrivals.add(new Arrival(at, 0, Math.max(1e-12, random.nextExponential())));
    }
    return new Workload("poisson", List.of(UNIT), arrivals);
  }

  /** Probability of waiting with c servers and offered load a (Erlang 1917), by his recursion. */
  private static double erlangC(int c, double a) {
    double b = 1;
    for (int k = 1; k <= c; k++) {
      b = a * b / (k + a * b);
    }
    double rho = a / c;
    return b / (1 - rho * (1 - b));
  }
}
