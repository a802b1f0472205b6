package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.event.ReportTaken;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports into the book. What a report shows of containers is corrected by what this
 * controller has dispatched to the invoker and seen completed since the report was sampled:
 *
 * <pre>
 * idle     = reported idle, then what happened since replayed: each dispatch takes one
 *            where there is one, each completion adds one                    per action
 * running  = own in flight - dispatched since + completed since              at the sampling
 * queued   = reported, or where unknown max(0, running + announced - reported running)
 * others   = max(0, reported - running)                                      also per action
 * </pre>
 *
 * <p>What others announce counts as queued only where no memory is left for it. Where this is the
 * only controller, others are what it has given up or what the controller before it has left, and
 * can only end. An action that the report does not list has no container. One that it lists and
 * that {@link ActionTable} has no room for is passed over. One that is as in the report before,
 * with nothing of it running, dispatched or completed since, is as it was.
 *
 * <p>Invalid documents are counted by reason, logged once per reason, and change nothing. A
 * dispatch during a correction may be missed until the next report. For any thread; reports of one
 * invoker are taken one after the other.
 */
public final class ReportIntake {

  private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);

  private final ClusterBook book;
  private final Meters meters;
  private final LongAdder taken;
  private final OpenDispatches open;
  private final long wholeNanos;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** An intake that ends nothing when an invoker is restarted. */
  public ReportIntake(ClusterBook book, Meters meters) {
    this(book, meters, OpenDispatches.NONE);
  }

  /**
   * @param open what is in flight from this controller
   */
  public ReportIntake(ClusterBook book, Meters meters, OpenDispatches open) {
    this(book, meters, open, ListedActions.WHOLE_NANOS);
  }

  /**
   * As above.
   *
   * @param wholeNanos after which all actions of an invoker are taken anew, also those that are as
   *     before; 0 for always
   */
  ReportIntake(ClusterBook book, Meters meters, OpenDispatches open, long wholeNanos) {
    this.wholeNanos = wholeNanos;
    this.book = book;
    this.open = open;
    this.meters = meters;
    this.taken = meters.counter(OperatorMetric.REPORTS);
  }

  /** Takes one document in JSON, valid or not. */
  public void take(byte[] document) {
    try {
      take(ReportCodec.decode(document), document);
    } catch (ReportRejectedException e) {
      rejected(e);
    }
  }

  /** Counts a document that was refused, and logs the first of its reason. */
  void rejected(ReportRejectedException refusal) {
    rejected(
        refusal.reason().name().toLowerCase(Locale.ROOT), String.valueOf(refusal.getMessage()));
  }

  /** Takes one report whose values are within the bounds of {@link ReportCodec#decode}. */
  public void take(InvokerReport report) {
    take(report, null);
  }

  /**
   * As {@link #take(InvokerReport)}.
   *
   * @param json the report as it came, for the log; null where it came in another form
   */
  void take(InvokerReport report, byte @Nullable [] json) {
    InvokerBook invoker = book.invoker(report.invoker());
    synchronized (invoker) {
      long nowNanos = book.nowNanos();
      if (take(invoker, report, nowNanos) && book.log().enabled()) {
        byte[] document = json == null ? ReportCodec.encode(report) : json;
        book.log().add(new ReportTaken(nowNanos, book.nowNanos(), document));
      }
    }
  }

  /** Returns false for one that changed nothing. */
  private boolean take(InvokerBook invoker, InvokerReport report, long nowNanos) {
    if (invoker.clock.outdated(report, nowNanos, book.staleNanos())) {
      meters.counter(OperatorMetric.REPORTS_REJECTED, "outdated").increment();
      return false;
    }
    boolean renamed = invoker.clock.renamed(report) || invoker.restarted(report);
    long sampledNanos = invoker.clock.accept(report, nowNanos);
    if (renamed) {
      endPredecessor(report, invoker, Math.min(nowNanos, sampledNanos));
    }
    invoker.startedAtMillis = report.startedAtMillis();
    ReportedInvoker last = invoker.reported;
    boolean appeared =
        renamed || last == null || nowNanos - last.sampledNanos() > book.staleNanos();
    long appearedNanos = appeared || last == null ? nowNanos : last.appearedNanos();
    ChangesSince since = new ChangesSince(invoker, sampledNanos, invoker.unseenFromNanos);
    float[] resources = report.resources().features();
    float cores = report.resources().cores();
    ContainerReport containers = report.containers();
    if (containers == null) {
      invoker.report(
          new ReportedInvoker(resources, cores, 0, 0, 0, 0, sampledNanos, appearedNanos));
    } else {
      boolean alone = book.controllers() == 1;
      int running = Math.max(0, invoker.inflight.get() - since.inflight());
      int reservedMb = Math.max(0, invoker.reservedMb.get() - since.reservedMb());
      int others = invoker.others(Math.max(0, containers.inflight() - running), alone);
      int othersMb = others == 0 ? 0 : Math.max(0, containers.reservedMemoryMb() - reservedMb);
      Integer queued = containers.queued();
      int taken = running + (full(containers) ? invoker.announced() : 0);
      invoker.report(
          new ReportedInvoker(
              resources,
              cores,
              others,
              othersMb,
              book.workMbMillis(othersMb, Float.NaN),
              queued != null ? queued : Math.max(0, taken - containers.inflight()),
              sampledNanos,
              appearedNanos));
      boolean anew =
          invoker.listed.begin(
                  containers.actions(),
                  report.invoker(),
                  nowNanos,
                  book.actions().trims(),
                  wholeNanos)
              || appeared
              || !since.isComplete();
      takeContainers(report.invoker(), invoker, containers, since, others, anew);
    }
    invoker.sampledAtMillis = report.sampledAtMillis();
    this.taken.increment();
    return true;
  }

  /**
   * What was dispatched before the reporting process started went to the one before, and is gone
   * with it. What that one had not yet read is run by its successor, and its reports show it.
   */
  private void endPredecessor(InvokerReport report, InvokerBook invoker, long sampledNanos) {
    Long started = report.startedAtMillis();
    if (started == null || invoker.inflight.get() == 0) {
      return;
    }
    long runningMillis = Math.max(0, report.sampledAtMillis() - started);
    long startedNanos = sampledNanos - TimeUnit.MILLISECONDS.toNanos(runningMillis);
    LongAdder gone = meters.counter(OperatorMetric.GONE);
    open.forEach(
        dispatch -> {
          if (dispatch.invoker() == report.invoker()
              && !dispatch.dispatchedAfter(startedNanos)
              && book.gone(dispatch)) {
            gone.increment();
          }
        });
  }

  private void takeContainers(
      int number,
      InvokerBook invoker,
      ContainerReport containers,
      ChangesSince since,
      int others,
      boolean anew) {
    invoker.unseenFromNanos = since.unseenFromNanos();
    ListedActions listed = invoker.listed;
    Set<ActionBook> unlisted = since.touched();
    if (anew) {
      unlisted.addAll(invoker.actions);
      unlisted.addAll(invoker.recentActions());
    }
    List<ActionReport> actions = containers.actions();
    for (int i = 0; i < actions.size(); i++) {
      ActionReport each = actions.get(i);
      int place = listed.place(i);
      ActionBook known = place == ListedActions.NONE ? null : listed.book(place);
      boolean asBefore = known != null && each.equals(listed.report(place));
      if (asBefore && !anew && !runs(each) && !unlisted.contains(known)) {
        listed.put(i, known);
        continue;
      }
      ActionBook action = known == null || anew ? book.actions().reported(each) : known;
      listed.put(i, action);
      if (action == null) {
        continue;
      }
      if (!asBefore || action != known) {
        book.actions().measured(action, number, each);
      }
      Integer running = each.running();
      int own = Math.max(0, action.own(number) - since.inflight(action));
      int shown = running == null ? 0 : Math.min(others, Math.max(0, running - own));
      set(action, number, since.idleNow(action, each.idleWarm()), shown, invoker.actions);
      unlisted.remove(action);
    }
    listed.end(unlisted::add);
    for (ActionBook action : unlisted) {
      set(action, number, since.idleNow(action, 0), 0, invoker.actions);
    }
    invoker.idleMemoryMb(Math.max(0, containers.idleMemoryMb() + since.idleMb()));
  }

  /** Whether how many of it are others' may change though the report of it does not. */
  private static boolean runs(ActionReport action) {
    Integer running = action.running();
    return running != null && running > 0;
  }

  private static void set(
      ActionBook action, int invoker, int idle, int others, Set<ActionBook> here) {
    action.setIdle(invoker, idle);
    action.reportedOthers(invoker, others);
    if (idle > 0 || others > 0) {
      here.add(action);
    } else {
      here.remove(action);
    }
  }

  /** Whether an activation that needs as much as the largest action here would have to wait. */
  private static boolean full(ContainerReport containers) {
    int largest = 0;
    for (ActionReport each : containers.actions()) {
      Integer running = each.running();
      if (running == null || running > 0) {
        largest = Math.max(largest, each.memoryMb());
      }
    }
    return containers.reservedMemoryMb() + largest > containers.userMemoryMb();
  }

  /** As {@link #rejected(ReportRejectedException)}. */
  void rejected(String reason, String message) {
    meters.counter(OperatorMetric.REPORTS_REJECTED, reason).increment();
    if (logged.add(reason)) {
      LOG.warn("a report was refused, {}: {}; further ones are only counted", reason, message);
    }
  }
}
