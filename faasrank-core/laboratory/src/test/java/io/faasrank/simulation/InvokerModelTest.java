package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards the model's public door: that driving it from outside gives what an episode gives, that
 * functions may come later, that failures take their container with them, and that a caller who
 * skips an event is told.
 */
final class InvokerModelTest {

  private static final SimulationSettings SETTINGS = SimulationSettings.defaults();
  private static final FunctionProfile A = new FunctionProfile("A", 256, 2.0, 1.0, 0.5);
  private static final FunctionProfile B = new FunctionProfile("B", 512, 3.0, 1.0, 1.0);

  private final InvokerModel model = new InvokerModel(0, InvokerSettings.PAPER, SETTINGS, 7);

  @Test
  void givesWhatAnEpisodeGives() {
    Workload workload = Fixtures.randomWorkload(11, 300, 60);
    List<Completion> episode =
        new Simulator(SETTINGS, List.of(InvokerSettings.PAPER))
            .run(workload, Fixtures.FIRST, 5)
            .completions();

    workload.functions().forEach(model::addFunction);
    List<FinishedRun> finished = new ArrayList<>();
    workload
        .arrivals()
        .forEach(
            arrival -> {
              runUntil(arrival.seconds(), finished);
              double work =
                  workload.functions().get(arrival.function()).warmSeconds()
                      * arrival.durationFactor();
              model.accept(arrival.function(), work, false, arrival.seconds());
            });
    runUntil(Double.MAX_VALUE, finished);

    assertThat(finished).hasSize(300);
    for (FinishedRun run : finished) {
      Completion same = episode.get(run.id());
      assertThat(run.endSeconds()).isEqualTo(same.completionSeconds());
      assertThat(run.queueSeconds()).isEqualTo(same.queueSeconds());
      assertThat(run.cold()).isEqualTo(same.cold());
    }
  }

  @Test
  void functionsMayComeLater() {
    int a = model.addFunction(A);
    model.accept(a, 1, false, 0);
    finish();
    int b = model.addFunction(B);
    model.accept(b, 1, false, 5);
    FinishedRun run = finish();

    assertThat(run.function()).isEqualTo(b);
    assertThat(run.initSeconds()).isCloseTo(1, within(1e-9));
    assertThat(model.idle(a)).isOne();
    assertThat(model.idle(b)).isOne();
    assertThat(model.idleMemoryMb()).isEqualTo(256 + 512);
    assertThat(model.creations()).isEqualTo(2);
  }

  @Test
  void failureTakesItsContainerWithIt() {
    int a = model.addFunction(A);
    model.accept(a, 1, true, 0);
    finish();
    assertThat(model.containerMemoryMb()).isZero();
    assertThat(model.idle(a)).isZero();

    model.accept(a, 1, false, 10);
    assertThat(finish().cold()).isTrue();
    assertThat(model.containerMemoryMb()).isEqualTo(256);
  }

  @Test
  void resourcesFollowTheActivity() {
    model.accept(model.addFunction(B), 30, false, 0);
    while (model.nextEventSeconds() < 10) {
      model.step();
    }
    model.advance(10.5);

    assertThat(model.resourcesSampledSeconds()).isEqualTo(10);
    assertThat(model.resources()[ResourceMetric.CPU_IDLE.ordinal()]).isBetween(2000f, 3000f);
  }

  @Test
  void refusesWhatDoesNotFitAndTimesThatSkipAnEvent() {
    FunctionProfile huge = new FunctionProfile("huge", 4096, 1, 1, 0);
    assertThatThrownBy(() -> model.addFunction(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("function huge needs 4096 MB, but the invoker has 2048");

    model.accept(model.addFunction(A), 1, false, 1);
    assertThatThrownBy(() -> model.advance(100)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> model.advance(0.5)).isInstanceOf(IllegalStateException.class);
    finish();
    assertThatThrownBy(model::step).hasMessage("nothing runs");
  }

  private FinishedRun finish() {
    List<FinishedRun> finished = new ArrayList<>();
    runUntil(Double.MAX_VALUE, finished);
    return finished.get(0);
  }

  private void runUntil(double seconds, List<FinishedRun> finished) {
    while (model.nextEventSeconds() <= seconds) {
      @Nullable FinishedRun run = model.step();
      if (run != null) {
        finished.add(run);
      }
    }
  }
}
