package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Guards against a simulated scheduler that departs from its source: when containers are asked for,
 * how long they wait for work, what is warm, and that nothing is lost where memory runs out.
 */
final class PullingSimulatorTest {

  private static final Offset<Double> CLOSE = within(1e-6);

  /** Cold: 0.5 s to create, 1 s to initialise, 2 s to run. */
  private static final FunctionProfile ONE = new FunctionProfile("one", 256, 3.5, 2, 1);

  private static final SimulationSettings IDLE =
      SimulationSettings.defaults().withFitted(1e-6, 1, 0);

  @Test
  void theFirstIsColdAndWhoComesWhileItsContainerWaitsIsServedAtOnce() {
    List<Completion> done = run(1, 2048, at(0), at(5), at(12));
    assertThat(done.get(0).completionTime()).isEqualTo(3.5, CLOSE);
    assertThat(done.get(0).cold()).isTrue();
    assertThat(done.get(1).completionTime()).isEqualTo(2, CLOSE);
    assertThat(done.get(2).completionTime()).isEqualTo(2, CLOSE);
    assertThat(done.subList(1, 3)).noneMatch(Completion::cold);
  }

  /** The container was paused at 3.5 + 10; the queue is checked every tenth of a second from 0. */
  @Test
  void aPausedContainerIsResumedAtTheNextCheck() {
    List<Completion> done = run(1, 2048, at(0), at(20.03));
    assertThat(done.get(1).cold()).isFalse();
    assertThat(done.get(1).queueSeconds()).isEqualTo(0.07, CLOSE);
    assertThat(done.get(1).completionTime()).isEqualTo(2.07, CLOSE);
  }

  /** 10 s of waiting for work and 600 paused. */
  @Test
  void aPausedContainerEndsAfterTheKeepAlive() {
    assertThat(run(1, 2048, at(0), at(3.5 + 609)).get(1).cold()).isFalse();
    assertThat(run(1, 2048, at(0), at(3.5 + 611)).get(1).cold()).isTrue();
  }

  /** Before any duration is known a second container is asked for when the second is stale. */
  @Test
  void aSecondContainerComesWhenWhatWaitsIsStale() {
    List<Completion> done = run(1, 2048, at(0), at(0.01), at(0.02));
    assertThat(done.get(0).completionTime()).isEqualTo(3.5, CLOSE);
    assertThat(done.get(1).queueSeconds())
        .as("asked for at 0.2, created in 0.5")
        .isEqualTo(0.69, CLOSE);
    assertThat(done).allMatch(Completion::cold);
  }

  /** With memory for one container all are served by it, in their order, and only one is cold. */
  @Test
  void whatHasNoRoomWaitsInTheQueueAndIsServedByTheContainerThatIsThere() {
    List<Completion> done = run(1, 256, at(0), at(0.01), at(0.02), at(0.03));
    assertThat(done.stream().filter(Completion::cold)).hasSize(1);
    assertThat(done).extracting(Completion::completionSeconds).isSorted();
    assertThat(done.get(3).completionSeconds()).isEqualTo(3.5 + 3 * 2, CLOSE);
  }

  @Test
  void everythingCompletesUnderOverloadAndTheSameSeedGivesTheSame() {
    List<FunctionProfile> functions = new ArrayList<>();
    for (int f = 0; f < 12; f++) {
      functions.add(new FunctionProfile("f" + f, 128 << (f % 3), 1.5 + f, 0.5 + f, 0.5));
    }
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      arrivals.add(new Arrival(i * 0.05, i * 7 % 12, 1));
    }
    Workload workload = new Workload("overload", functions, arrivals);
    Simulator simulator =
        new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(3));
    EpisodeResult first = simulator.runPulling(workload, 5);
    assertThat(first.completions()).hasSize(600).doesNotContainNull();
    assertThat(simulator.runPulling(workload, 5)).isEqualTo(first);
    assertThat(simulator.runPulling(workload, 6)).isNotEqualTo(first);
  }

  private static Arrival at(double seconds) {
    return new Arrival(seconds, 0, 1);
  }

  private static List<Completion> run(int invokers, int memoryMb, Arrival... arrivals) {
    Workload workload = new Workload("few", List.of(ONE), Arrays.asList(arrivals));
    List<InvokerSettings> cluster = new ArrayList<>();
    for (int i = 0; i < invokers; i++) {
      cluster.add(new InvokerSettings(8, memoryMb));
    }
    return new Simulator(IDLE, cluster).runPulling(workload, 1).completions();
  }
}
