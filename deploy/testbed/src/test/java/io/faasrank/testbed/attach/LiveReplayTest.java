package io.faasrank.testbed.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.simulation.FinishedRun;
import io.faasrank.testbed.controller.ActivationResult;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Guards against a controller that is a moment behind ending a run before it begins, and against
 * refusals that nobody hears. What stands behind the API is the test itself.
 */
@Timeout(120)
final class LiveReplayTest {

  private static final FunctionProfile EG = new FunctionProfile("EG", 256, 2.2, 0.21, 1.55);
  private static final FinishedRun RUN = new FinishedRun(0, 0, 0, 0, 0, 1, 1, true);

  private final RunBook runs = new RunBook();
  private final AtomicInteger published = new AtomicInteger();
  private int unusable;
  private boolean elsewhere;

  @SuppressWarnings("NullAway.Init")
  private FakeApi api;

  @SuppressWarnings("NullAway.Init")
  private BenchmarkActions actions;

  @SuppressWarnings("NullAway.Init")
  private LiveReplay replay;

  @BeforeEach
  void open() throws IOException {
    api = new FakeApi(submission -> publish());
    OpenWhiskApi client = new OpenWhiskApi(api.address(), FakeApi.KEY);
    actions = BenchmarkActions.create(client, "p", List.of(EG), () -> {});
    replay = new LiveReplay(client, actions, runs);
  }

  @AfterEach
  void close() {
    actions.close();
    api.close();
  }

  @Test
  void aControllerThatHasNoUsableInvokerYetIsAskedAgain() {
    unusable = 3;
    replay.probe(EG, false);
    assertThat(published).hasValue(4);
  }

  @Test
  void aProbeThatAnInvokerOfOthersRunsIsAnErrorUnlessItIsBesideThem() {
    elsewhere = true;
    assertThatThrownBy(() -> replay.probe(EG, false))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageContaining("was run, but by no emulated invoker");
    replay.probe(EG, true);
    assertThat(published).hasValue(2);
  }

  @Test
  void aRefusedProbeIsNotTriedAgain() {
    api.invocationsAllowed = 0;
    assertThatThrownBy(() -> replay.probe(EG, false))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageContaining("an invocation failed: status 429");
    assertThat(api.invoked).hasSize(1);
  }

  @Test
  void aRefusalOfTheLastArrivalEndsTheReplay() {
    api.invocationsAllowed = 0;
    assertRefused(new Arrival(0, 0, 1));
  }

  @Test
  void aRefusalEndsTheWaitForWhatGoesOn() {
    unusable = -1;
    api.invocationsAllowed = 1;
    assertRefused(new Arrival(0, 0, 1), new Arrival(0, 0, 1));
  }

  private void assertRefused(Arrival... arrivals) {
    assertThatThrownBy(() -> replay.run(new Workload("w", List.of(EG), List.of(arrivals))))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageContaining("refuses invocations: status 429, Too many requests");
  }

  /** Fails as often as is said; where that is negative, never ends. */
  private CompletableFuture<ActivationResult> publish() {
    int number = published.getAndIncrement();
    if (unusable < 0) {
      return new CompletableFuture<>();
    }
    if (number < unusable) {
      return CompletableFuture.failedFuture(new IllegalStateException("no invoker is usable"));
    }
    String id = "a" + number;
    if (!elsewhere) {
      runs.ran(0, id, RUN);
    }
    return CompletableFuture.completedFuture(
        new ActivationResult(id, 0, Outcome.COMPLETED, 1, null));
  }
}
