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

  private final double[] started;

  /**
   * @param cores by invoker, positive
   * @param creationSlots containers that an invoker creates at a time without slowing each other; 0
   *     where creating takes cores as running does
   */
  LoadHistory(ClusterRecord record, double[] cores, int creationSlots) {
    this.started = started(record);
    List<RecordedActivation> all = record.activations();
    List<Integer> easy = new ArrayList<>();
    for (int i = record.earlier(); i < all.size(); i++) {
      if (all.get(i).timed() && !all.get(i).cold() && started[i] == all.get(i).placedSeconds()) {
        easy.add(i);
      }
    }
    overheadSeconds =
        Math.max(
            0,
            median(
                easy.stream()
                    .map(all::get)
                    .mapToDouble(
                        a ->
                            a.endedSeconds() - a.placedSeconds() - a.initSeconds() - a.runSeconds())
                    .toArray()));
    dispatchSeconds = median(easy.stream().mapToDouble(i -> all.get(i).waitSeconds()).toArray());
    List<InvokerTimeline> creating = new ArrayList<>();
    for (double each : cores) {
      timelines.add(new InvokerTimeline(each));
      creating.add(new InvokerTimeline(creationSlots));
    }
    for (int i = 0; i < all.size(); i++) {
      add(record, i, creationSlots > 0 ? creating : timelines);
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

  private void add(ClusterRecord record, int index, List<InvokerTimeline> whereCreated) {
    RecordedActivation a = record.activations().get(index);
    boolean learnt = index >= record.earlier() && a.timed();
    InvokerTimeline timeline = timelines.get(a.invoker());
    double placed = a.placedSeconds();
    if (!a.timesKnown()) {
      double until =
          a.over()
              ? a.endedSeconds()
              : Math.min(record.seconds(), placed + a.placed().timeLimitMillis() / 1000.0);
      timeline.change(placed, a.action(), 1);
      timeline.change(Math.max(placed, until), a.action(), -1);
      return;
    }
    double began = placed + a.waitSeconds();
    double ran = began + a.initSeconds();
    double ended = ran + a.runSeconds();
    if (a.cold()) {
      InvokerTimeline there = whereCreated.get(a.invoker());
      Mark created = there.change(Math.min(began, started[index] + dispatchSeconds), a.action(), 1);
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

  /**
   * When an invoker began with each activation: OpenWhisk's invokers have one buffer, first in
   * first out, whose head waits until the containers that are in use leave memory for it.
   */
  private static double[] started(ClusterRecord record) {
    List<RecordedActivation> all = record.activations();
    double[] started = new double[all.size()];
    List<PriorityQueue<RecordedActivation>> open = new ArrayList<>();
    double[] takenMb = new double[record.invokers().size()];
    double[] last = new double[takenMb.length];
    for (int i = 0; i < takenMb.length; i++) {
      open.add(new PriorityQueue<>(Comparator.comparingDouble(LoadHistory::end)));
    }
    for (int i = 0; i < started.length; i++) {
      RecordedActivation a = all.get(i);
      int at = a.invoker();
      int memoryMb = record.invokers().get(at).memoryMb();
      PriorityQueue<RecordedActivation> here = open.get(at);
      double start = Math.max(a.placedSeconds(), last[at]);
      while (!here.isEmpty()
          && (end(here.element()) <= start
              || (memoryMb > 0 && takenMb[at] + memoryMb(record, a) > memoryMb + 0.5))) {
        RecordedActivation over = here.remove();
        start = Math.max(start, end(over));
        takenMb[at] -= memoryMb(record, over);
      }
      here.add(a);
      takenMb[at] += memoryMb(record, a);
      last[at] = start;
      started[i] = start;
    }
    return started;
  }

  private static double end(RecordedActivation a) {
    return a.over() ? a.endedSeconds() : a.placedSeconds() + a.placed().timeLimitMillis() / 1000.0;
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
