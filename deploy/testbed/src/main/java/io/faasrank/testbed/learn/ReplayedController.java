package io.faasrank.testbed.learn;

import io.faasrank.event.ActionsTrimmed;
import io.faasrank.event.ControllerStarted;
import io.faasrank.event.ControllersCounted;
import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.event.PoolChanged;
import io.faasrank.event.PoolChanged.InvokerChange;
import io.faasrank.event.ReportTaken;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Decision;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One controller's process as it was, at the time of the event that is replayed. */
final class ReplayedController {

  private static final Pool NO_INVOKERS = new Pool(false, 0, new boolean[0], new int[0]);

  /** No replayed decision is late: the clock stands still. */
  private static final Duration BUDGET = Duration.ofDays(1);

  /** An activation in flight. */
  private record Open(Placed placed, ActionBook action) {}

  private final ReplayClock clock = new ReplayClock();
  private final EventLog log = new EventLog();
  private final ServedModels models;
  private final DecisionVisitor visitor;
  private final ClusterBook book;
  private final DecisionLedger ledger;
  private final ReportIntake intake;
  private final Placement placement;
  private final ReplayedMemory memory = new ReplayedMemory();
  private final Map<Long, Open> open = new HashMap<>();
  private Pool managed = NO_INVOKERS;
  private Pool blackbox = NO_INVOKERS;
  private Pool pool = NO_INVOKERS;
  private @Nullable Served served;

  ReplayedController(ControllerStarted started, ServedModels models, DecisionVisitor visitor) {
    this.models = models;
    this.visitor = visitor;
    FreshnessSettings freshness =
        new FreshnessSettings(
            Duration.ofNanos(started.staleNanos()),
            Duration.ofNanos(started.settleNanos()),
            started.minFreshShare());
    Meters meters = new Meters(MetricSink.NONE);
    clock.set(started.nanos());
    book = new ClusterBook(freshness, started.maxActions(), clock, log);
    ModeSwitch modes = new ModeSwitch(Mode.FAASRANK, meters);
    ledger = new DecisionLedger(book, modes, started.policy(), meters);
    intake = new ReportIntake(book, meters, ledger);
    placement =
        new Placement(
            book,
            new ServingPolicies(
                started.policy(), CandidateLimit.parse(started.candidates()), () -> served),
            started.minFreshShare(),
            started.maxLostShare(),
            BUDGET,
            meters,
            clock,
            started.seed());
  }

  /** Decides once more, before the activation is noted in the book. */
  void decide(Placed placed, long nanos) {
    PolicySaid said = placed.said();
    if (said == null) {
      return;
    }
    clock.set(nanos);
    if (!said.model().isEmpty()) {
      served = models.find(said.model());
    }
    pool = placed.blackbox() ? blackbox : managed;
    Request request =
        new Request(
            placed.activationId(), action(placed), pool, placed.maxConcurrent(), memory.view());
    Choice again = placement.shadow(request);
    PolicySaid saidAgain = again == null ? null : again.said();
    visitor.decided(
        placed, again, saidAgain != null && saidAgain.fingerprint() == said.fingerprint());
    forgetOwnEvents();
  }

  /** What the last decision saw. */
  Decision decision() {
    return placement.lastDecision(pool);
  }

  /** Changes the book as the event did. */
  void happen(LogEvent event) {
    clock.set(event.nanos());
    if (event instanceof Placed placed) {
      place(placed);
    } else if (event instanceof Ended ended) {
      end(ended);
    } else if (event instanceof ReportTaken report) {
      intake.take(report.document());
    } else if (event instanceof PoolChanged pool) {
      change(pool);
    } else if (event instanceof ModelServed model) {
      models.add(model);
    } else if (event instanceof ControllersCounted controllers) {
      book.controllers(controllers.count());
      memory.controllers(controllers.count());
    } else if (event instanceof ActionsTrimmed) {
      book.trimActions();
    }
    forgetOwnEvents();
  }

  private void place(Placed placed) {
    ActionBook action = action(placed);
    boolean opened =
        ledger.open(
            placed.activationId(),
            action,
            placed.invoker(),
            placed.maxConcurrent(),
            null,
            null,
            null);
    if (opened) {
      memory.take(placed.invoker(), action, placed.maxConcurrent());
      open.put(placed.number(), new Open(placed, action));
    }
  }

  private void end(Ended ended) {
    Open entry = open.remove(ended.number());
    if (entry != null) {
      Placed placed = entry.placed;
      Outcome outcome = ended.how() == EndedHow.FORCED ? Outcome.TIMED_OUT : Outcome.COMPLETED;
      ledger.close(placed.activationId(), outcome);
      memory.release(placed.invoker(), entry.action, placed.maxConcurrent());
    }
  }

  private ActionBook action(Placed placed) {
    return book.actions()
        .book(placed.action().namespace(), placed.action().name(), placed.action().memoryMb());
  }

  private void change(PoolChanged event) {
    Pool before = event.blackbox() ? blackbox : managed;
    boolean[] usable = new boolean[event.size()];
    int[] memoryMb = new int[event.size()];
    if (before.invoker(0) == event.offset()) {
      for (int i = 0; i < Math.min(before.size(), event.size()); i++) {
        usable[i] = before.usable(i);
        memoryMb[i] = before.memoryMb(i);
      }
    }
    for (InvokerChange change : event.changes()) {
      usable[change.position()] = change.usable();
      memoryMb[change.position()] = change.memoryMb();
    }
    Pool now = new Pool(event.blackbox(), event.offset(), usable, memoryMb);
    if (event.blackbox()) {
      blackbox = now;
    } else {
      managed = now;
    }
    memory.seen(now);
  }

  /** What serves writes a log; this one has been written. */
  private void forgetOwnEvents() {
    while (log.poll() != null) {
      // the next one
    }
  }
}
