package io.faasrank.learn;

import io.faasrank.learn.InvokerTimeline.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A record's activations laid out on their invokers: who ran beside whom, and what each phase of an
 * activation was on an invoker of its own. For one thread.
 */
final class LoadHistory {

  /**
   * A phase of an activation.
   *
   * @param activation index in the record
   * @param action index in the record
   */
  record TimedWork(int activation, int action, InvokerTimeline timeline, Mark from, Mark to) {

    /** How long it would have taken on an idle invoker, under what the timeline assumes. */
    double service() {
      return timeline.service(from, to);
    }

    double seconds() {
      return timeline.seconds(from, to);
    }
  }

  /** An interval of which an invoker has reported how many cores were busy. */
  record Busy(InvokerTimeline timeline, Mark from, Mark to, double cores) {}

  final List<InvokerTimeline> timelines = new ArrayList<>();
  final List<TimedWork> runs = new ArrayList<>();
  final List<TimedWork> inits = new ArrayList<>();

  /** Creations of containers. */
  final List<TimedWork> creations = new ArrayList<>();

  final List<Busy> samples = new ArrayList<>();

  /** From the controller to the invoker and back where nothing waits: the median. */
  final double overheadSeconds;

  /** Of that, until the work begins. */
  final double dispatchSeconds;

  /**
   * @param cores by invoker, positive
   * @param creationSlots containers that an invoker creates at a time without slowing each other; 0
   *     where creating takes cores as running does
   */
  LoadHistory(ClusterRecord record, double[] cores, int creationSlots) {
    List<RecordedActivation> all = record.activations();
    double[] atOnce = started(record, 0);
    List<RecordedActivation> easy = new ArrayList<>();
    for (int i = record.earlier(); i < record.end(); i++) {
      RecordedActivation a = all.get(i);
      if (a.timed() && !a.cold() && atOnce[i] == a.placedSeconds()) {
        easy.add(a);
      }
    }
    overheadSeconds =
        Math.max(
            0,
            median(
                easy.stream()
                    .mapToDouble(
                        a ->
                            a.endedSeconds() - a.placedSeconds() - a.initSeconds() - a.runSeconds())
                    .toArray()));
    dispatchSeconds =
        Math.min(
            overheadSeconds,
            median(easy.stream().mapToDouble(RecordedActivation::waitSeconds).toArray()));
    double[] started = started(record, dispatchSeconds);
    List<InvokerTimeline> creating = new ArrayList<>();
    for (double each : cores) {
      timelines.add(new InvokerTimeline(each));
      creating.add(new InvokerTimeline(creationSlots));
    }
    double end =
        all.stream()
            .filter(RecordedActivation::over)
            .mapToDouble(RecordedActivation::endedSeconds)
            .reduce(record.seconds(), Math::max);
    for (int i = 0; i < all.size(); i++) {
      RecordedActivation a = all.get(i);
      if (a.timesKnown()) {
        add(
            i,
            a,
            started[i],
            i >= record.earlier() && i < record.end() && a.timed(),
            creationSlots > 0 ? creating : timelines);
      } else {
        addUntimed(a, started[i], end);
      }
    }
    for (CpuSample sample : record.cpu()) {
      InvokerTimeline timeline = timelines.get(sample.invoker());
      samples.add(
          new Busy(
              timeline,
              timeline.moment(sample.fromSeconds()),
              timeline.moment(sample.toSeconds()),
              sample.busyCores()));
    }
    timelines.forEach(InvokerTimeline::ready);
    if (creationSlots > 0) {
      double[] one = new double[Math.max(1, record.actions().size())];
      Arrays.fill(one, 1);
      creating.forEach(InvokerTimeline::ready);
      creating.forEach(timeline -> timeline.assume(one, 1));
    }
  }

  /** What is known of one without times: nothing of what it did, and no more than when. */
  private void addUntimed(RecordedActivation a, double started, double recordEnd) {
    double until = Math.min(recordEnd, end(a, started));
    if (until > started) {
      InvokerTimeline timeline = timelines.get(a.invoker());
      timeline.change(started, a.action(), 1);
      timeline.change(until, a.action(), -1);
    }
  }

  private void add(
      int index,
      RecordedActivation a,
      double started,
      boolean learnt,
      List<InvokerTimeline> whereCreated) {
    InvokerTimeline timeline = timelines.get(a.invoker());
    double placed = a.placedSeconds();
    double began = placed + a.waitSeconds();
    double ran = began + a.initSeconds();
    double ended = ran + a.runSeconds();
    if (a.cold()) {
      InvokerTimeline there = whereCreated.get(a.invoker());
      Mark created = there.change(Math.min(began, started), a.action(), 1);
      Mark done = there.change(began, a.action(), -1);
      if (learnt) {
        creations.add(new TimedWork(index, a.action(), there, created, done));
      }
    }
    Mark began1 = timeline.change(began, a.action(), 1);
    Mark ran1 = timeline.moment(ran);
    Mark ended1 = timeline.change(ended, a.action(), -1);
    if (learnt) {
      runs.add(new TimedWork(index, a.action(), timeline, ran1, ended1));
      if (a.cold()) {
        inits.add(new TimedWork(index, a.action(), timeline, began1, ran1));
      }
    }
  }

  /** An activation that an invoker works on, until it ends. */
  private record Held(double endSeconds, double memoryMb) {}

  /**
   * When an invoker began with each activation: OpenWhisk's invokers have one buffer, first in
   * first out, whose head waits until the containers that are in use leave memory for it. One that
   * still waits when the record ends has not begun by then.
   */
  private static double[] started(ClusterRecord record, double dispatchSeconds) {
    List<RecordedActivation> all = record.activations();
    double[] started = new double[all.size()];
    List<PriorityQueue<Held>> held = new ArrayList<>();
    double[] takenMb = new double[record.invokers().size()];
    double[] last = new double[takenMb.length];
    for (int i = 0; i < takenMb.length; i++) {
      held.add(new PriorityQueue<>(Comparator.comparingDouble(Held::endSeconds)));
    }
    for (int i = 0; i < started.length; i++) {
      RecordedActivation a = all.get(i);
      int at = a.invoker();
      int memoryMb = record.invokers().get(at).memoryMb();
      double neededMb = memoryMb(record, a);
      PriorityQueue<Held> here = held.get(at);
      double start = Math.max(a.placedSeconds() + dispatchSeconds, last[at]);
      while (!here.isEmpty()
          && (here.element().endSeconds <= start
              || (memoryMb > 0 && takenMb[at] + neededMb > memoryMb + 0.5))) {
        Held over = here.remove();
        start = Math.max(start, over.endSeconds);
        takenMb[at] -= over.memoryMb;
      }
      here.add(new Held(end(a, start), neededMb));
      takenMb[at] += neededMb;
      last[at] = start;
      started[i] = start;
    }
    return started;
  }

  /**
   * When an invoker was done with an activation: as its acknowledgement told, else when that came,
   * else at its time limit.
   */
  private static double end(RecordedActivation a, double started) {
    if (a.timesKnown()) {
      return a.placedSeconds() + a.waitSeconds() + a.initSeconds() + a.runSeconds();
    }
    return a.over() ? a.endedSeconds() : started + a.placed().timeLimitMillis() / 1000.0;
  }

  /** Memory that an activation takes; those that share a container take a part each. */
  private static double memoryMb(ClusterRecord record, RecordedActivation a) {
    LoggedAction action = record.actions().get(a.action());
    return (double) action.memoryMb() / action.maxConcurrent();
  }

  /** 0 for none. */
  static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
