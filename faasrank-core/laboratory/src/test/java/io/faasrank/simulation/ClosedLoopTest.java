package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.faasrank.workload.Arrival;
import io.faasrank.workload.Clients;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards the closed loop: clients wait for their answer, think, and call the next in turn. */
final class ClosedLoopTest {

  private static final SimulationSettings FAIR =
      new SimulationSettings(1.0 / 256, 1, 0, 600, 1, 0.05);
  private static final FunctionProfile F = new FunctionProfile("F", 256, 2.0, 1.0, 0.5);

  @Test
  void aClientCallsAgainAfterItsThought() {
    List<Completion> done = run(5, new Clients(1, 1, 0.25, 0.25, Double.POSITIVE_INFINITY));

    assertThat(done)
        .extracting(Completion::arrivalSeconds)
        .containsExactly(0.0, 2.25, 3.5, 4.75, 6.0);
  }

  @Test
  void clientsBeginAtTheirRateAndEndInTime() {
    List<Completion> done = run(100, new Clients(3, 0.5, 0, 0, 5.5));

    // Clients begin at 0, 2 and 4; each first finds no idle container and starts one, 2 s.
    assertThat(done)
        .extracting(Completion::arrivalSeconds)
        .containsExactly(0.0, 2.0, 2.0, 3.0, 4.0, 4.0, 4.0, 5.0, 5.0);
  }

  @Test
  void throughputFollowsLittlesLaw() {
    // 4 clients that are answered in 1 s and think 0.5 s on average make 4 / 1.5 calls a second.
    List<Completion> done = run(20_000, new Clients(4, 4, 0, 1, 3_000));

    assertThat(done.size() / 3_000.0).isCloseTo(4 / 1.5, withinPercentage(2));
  }

  private static List<Completion> run(int calls, Clients clients) {
    Workload open = new Workload("w", List.of(F), Collections.nCopies(calls, new Arrival(0, 0, 1)));
    return new Simulator(FAIR, List.of(new InvokerSettings(16, 4096)))
        .run(open.calledBy(clients), Fixtures.FIRST, 1)
        .completions();
  }
}
