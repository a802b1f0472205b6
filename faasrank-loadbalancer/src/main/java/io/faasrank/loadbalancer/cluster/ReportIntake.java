package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports into the book. What a report shows of containers is corrected by what this
 * controller has dispatched to the invoker and seen completed since the report was sampled:
 *
 * <pre>
 * idle     = max(0, reported idle - dispatched since) + completed since      per action
 * running  = own in flight - dispatched since + completed since              at the sampling
 * queued   = reported, or where unknown max(0, running - reported running)
 * others   = max(0, reported - running)                                      if there are others
 * </pre>
 *
 * <p>Documents that are no report are counted by reason, logged once per reason, and change
 * nothing. A dispatch at the very moment of a correction may be overlooked until the next report.
 * For one thread at a time.
 */
public final class ReportIntake {

  private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);

  /**
   * How long a message is on its way between controller and invoker, either way: half of the wait
   * of 20 ms seen before warm activations of a real invoker.
   */
  private static final long TRANSIT_NANOS = 10_000_000;

  private final ClusterBook book;
  private final InstantSource wallClock;
  private final Meters meters;
  private final LongAdder taken;
  private final Set<String> logged = new HashSet<>();

  public ReportIntake(ClusterBook book, InstantSource wallClock, Meters meters) {
    this.book = book;
    this.wallClock = wallClock;
    this.meters = meters;
    this.taken = meters.counter(OperatorMetric.REPORTS);
  }

  /** Takes one document from Redis, whatever it holds. */
  public synchronized void take(byte[] document) {
    try {
      take(ReportCodec.decode(document));
    } catch (ReportRejectedException e) {
      rejected(e.reason().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
    }
  }

  private void take(InvokerReport report) {
    long nowNanos = book.nowNanos();
    InvokerBook invoker = book.invoker(report.invoker());
    if (invoker.clock.outdated(report, nowNanos, book.staleNanos())) {
      meters.counter(OperatorMetric.REPORTS_REJECTED, "outdated").increment();
      return;
    }
    boolean renamed = invoker.clock.renamed(report);
    long sampledNanos = invoker.clock.accept(report, wallClock.millis(), nowNanos);
    ReportedInvoker last = invoker.reported;
    boolean appeared =
        renamed || last == null || nowNanos - last.sampledNanos() > book.staleNanos();
    long appearedNanos = appeared || last == null ? nowNanos : last.appearedNanos();
    Since since = new Since(invoker, sampledNanos);
    float[] resources = report.resources().features();
    float cores = report.resources().cores();
    ContainerReport containers = report.containers();
    if (containers == null) {
      invoker.reported =
          new ReportedInvoker(resources, cores, 0, 0, 0, sampledNanos, appearedNanos);
    } else {
      boolean alone = book.controllers() == 1;
      int running = Math.max(0, invoker.inflight.get() - since.inflight());
      int reservedMb = Math.max(0, invoker.reservedMb.get() - since.reservedMb());
      Integer queued = containers.queued();
      invoker.reported =
          new ReportedInvoker(
              resources,
              cores,
              alone ? 0 : Math.max(0, containers.inflight() - running),
              alone ? 0 : Math.max(0, containers.reservedMemoryMb() - reservedMb),
              queued != null ? queued : Math.max(0, running - containers.inflight()),
              sampledNanos,
              appearedNanos);
      takeContainers(report.invoker(), invoker, containers, since);
    }
    taken.increment();
  }

  private void takeContainers(
      int number, InvokerBook invoker, ContainerReport containers, Since since) {
    Set<ActionBook> gone = invoker.actions;
    gone.addAll(since.actions());
    Set<ActionBook> there = new HashSet<>();
    for (ActionReport each : containers.actions()) {
      ActionBook action = book.actions().book(each.namespace(), each.name(), each.memoryMb());
      action.measured(number, each);
      action.setIdle(number, since.correct(action, each.idleWarm()));
      gone.remove(action);
      if (each.idleWarm() > 0) {
        there.add(action);
      }
    }
    for (ActionBook action : gone) {
      action.setIdle(number, since.correct(action, 0));
    }
    there.addAll(since.actions());
    invoker.actions = there;
    invoker.idleMemoryMb.set(Math.max(0, containers.idleMemoryMb() + since.idleMb()));
    book.actions().trim();
  }

  private void rejected(String reason, String message) {
    meters.counter(OperatorMetric.REPORTS_REJECTED, reason).increment();
    if (logged.add(reason)) {
      LOG.warn("a report was refused, {}: {}; further ones are only counted", reason, message);
    }
  }

  /** What happened at an invoker after a report was sampled, as the invoker saw it. */
  private static final class Since {

    private final Map<ActionBook, int[]> idleChanges = new HashMap<>();
    private int inflight;
    private int reservedMb;
    private int idleMb;

    Since(InvokerBook invoker, long sampledNanos) {
      invoker.dispatched.forEach(
          dispatch -> {
            if (dispatch.dispatchedAfter(sampledNanos - TRANSIT_NANOS)) {
              inflight++;
              reservedMb += dispatch.memoryMb();
              changes(dispatch)[0]++;
            }
          });
      invoker.completed.forEach(
          dispatch -> {
            if (dispatch.completedAfter(sampledNanos + TRANSIT_NANOS)) {
              inflight--;
              reservedMb -= dispatch.memoryMb();
              idleMb += dispatch.memoryMb();
              changes(dispatch)[1]++;
            }
          });
    }

    private int[] changes(Dispatch dispatch) {
      return idleChanges.computeIfAbsent(dispatch.action(), ignored -> new int[2]);
    }

    Set<ActionBook> actions() {
      return idleChanges.keySet();
    }

    int inflight() {
      return inflight;
    }

    int reservedMb() {
      return reservedMb;
    }

    int idleMb() {
      return idleMb;
    }

    int correct(ActionBook action, int reportedIdle) {
      int[] changes = idleChanges.get(action);
      if (changes == null) {
        return reportedIdle;
      }
      int taken = Math.min(reportedIdle, changes[0]);
      idleMb -= taken * action.action().memoryMb();
      return reportedIdle - taken + changes[1];
    }
  }
}
