package io.faasrank.testbed.invoker;

import io.faasrank.simulation.FinishedRun;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.ActionLimits;
import io.faasrank.testbed.wire.ActionName;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ActivationOutcome;
import io.faasrank.testbed.wire.ActivationRecord;
import io.faasrank.testbed.wire.InvokerInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which acknowledgements an activation gets, as OpenWhisk's invoker does:
 *
 * <ul>
 *   <li>it ran and is blocking: one combined message, or the result and then the completion;
 *   <li>it ran and is not: the completion alone;
 *   <li>it never got a container: one combined message, which for a non-blocking activation holds
 *       the activation's id in place of the record.
 * </ul>
 */
final class AckFactory {

  private static final double MILLIS_PER_SECOND = 1000;

  /** Runtime of every emulated action. */
  private static final String KIND = "emulated";

  /** OpenWhisk's default, MB. */
  private static final int LOGS_MB = 10;

  private final InvokerInstance invoker;
  private final AckStyle style;
  private final ScaledClock clock;

  AckFactory(InvokerInstance invoker, AckStyle style, ScaledClock clock) {
    this.invoker = invoker;
    this.style = style;
    this.clock = clock;
  }

  /** An activation that ran. */
  List<Acknowledgement> ran(AcceptedActivation accepted, FinishedRun run) {
    Activation activation = accepted.activation();
    boolean systemError = accepted.work().outcome() == ActivationOutcome.SYSTEM_ERROR;
    Acknowledgement completion =
        new Acknowledgement.CompletionMessage(
            activation.transaction(), activation.activationId(), systemError, invoker);
    if (!activation.blocking()) {
      return List.of(completion);
    }
    ActivationRecord record = record(accepted, run);
    if (style == AckStyle.COMBINED) {
      return List.of(
          new Acknowledgement.CombinedMessage(
              activation.transaction(), activation.activationId(), record, systemError, invoker));
    }
    return List.of(
        new Acknowledgement.ResultMessage(
            activation.transaction(), activation.activationId(), record),
        completion);
  }

  /**
   * An activation that never got a container.
   *
   * @param reason what its record says
   */
  Acknowledgement refused(Activation activation, ActivationOutcome outcome, String reason) {
    long now = clock.wallMillis();
    ActivationRecord record =
        new ActivationRecord(
            activation.activationId(),
            versioned(activation.action()),
            activation.caller().namespace(),
            activation.caller().subject(),
            now,
            now,
            0,
            outcome,
            EmulatedWork.error(reason),
            null,
            null,
            "unknown",
            false,
            null,
            activation.cause());
    Acknowledgement.CombinedMessage combined =
        new Acknowledgement.CombinedMessage(
            activation.transaction(),
            activation.activationId(),
            record,
            outcome == ActivationOutcome.SYSTEM_ERROR,
            invoker);
    return activation.blocking() ? combined : combined.shrunk();
  }

  /**
   * The record. All durations are virtual; the end is the time of day, and the start is the
   * duration before it.
   */
  private ActivationRecord record(AcceptedActivation accepted, FinishedRun run) {
    Activation activation = accepted.activation();
    EmulatedWork work = accepted.work();
    Long initMillis = run.cold() ? (Long) millis(run.initSeconds()) : null;
    double beforeRun = run.cold() ? run.initSeconds() : 0;
    double startedAfter = run.runStartSeconds() - beforeRun - run.acceptedSeconds();
    long duration = millis(run.runSeconds() + beforeRun);
    long end = clock.wallMillis();
    return new ActivationRecord(
        activation.activationId(),
        versioned(activation.action()),
        activation.caller().namespace(),
        activation.caller().subject(),
        end - duration,
        end,
        duration,
        work.outcome(),
        work.result(),
        millis(accepted.travelSeconds() + startedAfter),
        initMillis,
        KIND,
        work.timedOut(),
        new ActionLimits(millis(work.timeLimitSeconds()), work.profile().memoryMb(), 1, LOGS_MB),
        activation.cause());
  }

  private static ActionName versioned(ActionName action) {
    @Nullable String version = action.version();
    return new ActionName(action.path(), action.name(), version == null ? "0.0.1" : version);
  }

  private static long millis(double seconds) {
    return Math.max(0, Math.round(seconds * MILLIS_PER_SECOND));
  }
}
