package io.faasrank.testbed.learn;

import io.faasrank.event.ControllerStarted;
import io.faasrank.event.EventBatch;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import io.faasrank.event.ReportTaken;
import io.faasrank.policy.Decision;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Replays the log of one controller's process, from its start. Events of several threads may stand
 * in the log a little out of the order of their times, and a decision looked at the book before its
 * activation was noted there; so each happens at its own time, and what happened at the same time
 * in the order of the log.
 *
 * <p>The state is exact from a {@link ControllerStarted} on until events were lost. After that it
 * is nearly so: the visitor is told of each decision whether it is.
 */
public final class LogReplay {

  /**
   * How long an event may be behind a later one in the log. Chosen: the longest decision budget.
   */
  private static final long LATEST_NANOS = 10_000_000_000L;

  /** An event, or the decision before one. */
  private record ReplayStep(long nanos, long order, LogEvent event, boolean decision) {}

  private final ServedModels models;
  private final DecisionVisitor visitor;
  private final PriorityQueue<ReplayStep> steps =
      new PriorityQueue<>(
          Comparator.comparingLong(ReplayStep::nanos).thenComparingLong(ReplayStep::order));
  private @Nullable ReplayedController controller;
  private String name = "";
  private long order;
  private long newestNanos = Long.MIN_VALUE;
  private long nextSequence;
  private long missing;

  /**
   * @param models gives the models that the log names
   * @param visitor is shown each decision
   */
  public LogReplay(ServedModels models, DecisionVisitor visitor) {
    this.models = models;
    this.visitor = visitor;
  }

  /**
   * Takes the next batch of the controller.
   *
   * @throws IllegalArgumentException when it is another controller's
   */
  public void take(EventBatch batch) {
    if (name.isEmpty()) {
      name = batch.controller();
      nextSequence = batch.sequence();
    } else if (!name.equals(batch.controller())) {
      throw new IllegalArgumentException(
          "a batch of controller " + batch.controller() + " in the replay of " + name);
    }
    if (batch.sequence() < nextSequence) {
      // sent twice
      return;
    }
    missing += batch.sequence() - nextSequence;
    nextSequence = batch.sequence() + 1;
    for (LogEvent event : batch.events()) {
      add(event);
    }
  }

  /**
   * What the decision that the visitor is being told of saw: candidates, scores, rows. Valid during
   * the visit, and only where the policy gave an answer.
   *
   * @throws IllegalStateException outside of a visit
   */
  public Decision decision() {
    if (controller == null) {
      throw new IllegalStateException("no decision is being replayed");
    }
    return controller.decision();
  }

  /** Batches that are missing. */
  public long missingBatches() {
    return missing;
  }

  private void add(LogEvent event) {
    if (event instanceof Placed placed && placed.said() != null) {
      steps.add(new ReplayStep(placed.said().nanos(), order++, event, true));
    }
    long nanos = event instanceof ReportTaken report ? report.doneNanos() : event.nanos();
    steps.add(new ReplayStep(nanos, order++, event, false));
    newestNanos = Math.max(newestNanos, event.nanos());
    ReplayStep next = steps.peek();
    while (next != null && next.nanos < newestNanos - LATEST_NANOS) {
      run(steps.remove());
      next = steps.peek();
    }
  }

  /** Replays what still waits for earlier events: the log has ended. */
  public void end() {
    while (!steps.isEmpty()) {
      run(steps.remove());
    }
  }

  private void run(ReplayStep step) {
    if (step.event instanceof ControllerStarted started) {
      controller = new ReplayedController(started, models, visitor);
    }
    ReplayedController replayed = controller;
    if (replayed == null) {
      return;
    }
    if (step.decision) {
      replayed.decide((Placed) step.event, step.nanos);
    } else {
      replayed.happen(step.event);
    }
  }
}
