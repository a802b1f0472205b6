package io.faasrank.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one invoker was working on, moment by moment, and how fast its activations advanced under
 * assumed demands: 1 while the demand fits the cores, {@code (cores / demand) ^ exponent} beyond,
 * as in the simulator. For one thread.
 */
final class InvokerTimeline {

  /** A moment at which the work changes, or at which one wants to know what was done until then. */
  static final class Mark {

    private final double seconds;
    private final int function;
    private final int change;
    private int index;

    private Mark(double seconds, int function, int change) {
      this.seconds = seconds;
      this.function = function;
      this.change = change;
    }
  }

  private final double cores;
  private final List<Mark> marks = new ArrayList<>();
  private double[] seconds = new double[0];
  private int[] function = new int[0];
  private int[] change = new int[0];
  private double[] service = new double[0];
  private double[] busy = new double[0];

  /**
   * @param cores of the invoker, positive
   */
  InvokerTimeline(double cores) {
    this.cores = cores;
  }

  /** From this moment on so many more activations of the function are worked on. */
  Mark change(double at, int ofFunction, int count) {
    Mark mark = new Mark(at, ofFunction, count);
    marks.add(mark);
    return mark;
  }

  /** A moment at which nothing changes. */
  Mark moment(double at) {
    return change(at, 0, 0);
  }

  /** To be called once, after the last mark was set. */
  void ready() {
    marks.sort(Comparator.comparingDouble(mark -> mark.seconds));
    int count = marks.size();
    seconds = new double[count];
    function = new int[count];
    change = new int[count];
    service = new double[count];
    busy = new double[count];
    for (int i = 0; i < count; i++) {
      Mark mark = marks.get(i);
      mark.index = i;
      seconds[i] = mark.seconds;
      function[i] = mark.function;
      change[i] = mark.change;
    }
  }

  /**
   * Works out what was done until each mark.
   *
   * @param coresOf cores that an activation demands, by function
   */
  void assume(double[] coresOf, double exponent) {
    double demand = 0;
    int active = 0;
    double rate = 1;
    for (int i = 0; i < seconds.length; i++) {
      if (i > 0) {
        double elapsed = seconds[i] - seconds[i - 1];
        service[i] = service[i - 1] + elapsed * rate;
        busy[i] = busy[i - 1] + elapsed * Math.min(demand, cores);
      }
      if (change[i] != 0) {
        active += change[i];
        // sums of fractions drift; nothing active demands nothing
        demand = active == 0 ? 0 : demand + change[i] * coresOf[function[i]];
        rate = demand <= cores ? 1 : Math.pow(cores / demand, exponent);
      }
    }
  }

  /** Seconds between two marks. */
  double seconds(Mark from, Mark to) {
    return seconds[to.index] - seconds[from.index];
  }

  /** What an activation advanced between two marks, in seconds on an idle invoker. */
  double service(Mark from, Mark to) {
    return service[to.index] - service[from.index];
  }

  /** Core seconds that were used between two marks. */
  double busy(Mark from, Mark to) {
    return busy[to.index] - busy[from.index];
  }
}
