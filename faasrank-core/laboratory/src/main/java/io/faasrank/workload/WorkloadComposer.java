package io.faasrank.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The paper's recipe for a workload (Section VI-B): draw ten invocation traces at random, let each
 * play one function of Table II, and replay a minute of the trace as a second. The paper does not
 * say how its draws came to the calls and lengths of Table III. Chosen here:
 *
 * <ol>
 *   <li>A window as long as the workload starts at a random minute; it never wraps.
 *   <li>Ten distinct functions are drawn at random among those invoked in it at least once and at
 *       most as often as the whole workload may be; the order drawn is the order of Table II.
 *   <li>The draw is kept if its invocations are within {@link #TOLERANCE} of Table III's calls,
 *       else everything is drawn anew: rejection sampling, so every fitting draw is equally likely
 *       within its window.
 *   <li>After {@link #MOST_TRIES} the closest draw is taken. If it has too many invocations, random
 *       ones are removed down to the calls, the last of a function excepted; if too few, it stays.
 * </ol>
 */
public final class WorkloadComposer {

  /** Accepted distance from Table III's calls, relative. Unmeasured: hardly alters the load. */
  public static final double TOLERANCE = 0.05;

  /**
   * Tries before the closest draw is taken. Measured on a 250-function sample of the 2019 trace,
   * every split and workload: 2.6 to 11.6 % of draws fit, so 2,000 tries practically never fail.
   */
  public static final int MOST_TRIES = 2_000;

  private final List<TraceFunction> functions;
  private final boolean ownCosts;
  private final int minutes;
  private final String source;

  /**
   * @param trace where to draw from
   * @param split which of its functions may be drawn
   * @param ownCosts whether functions play themselves, so that only those whose duration is known
   *     are drawn, and not Table II's
   * @throws InvalidInputException if the split has fewer functions than Table II
   */
  public WorkloadComposer(Trace trace, Split split, boolean ownCosts) {
    this.ownCosts = ownCosts;
    functions =
        trace.functions(split).stream().filter(f -> !ownCosts || TraceCosts.known(f)).toList();
    minutes = trace.minutes();
    source = "trace " + trace.folder() + ", split " + split;
    if (functions.size() < size()) {
      throw new InvalidInputException(
          String.format(
              "%s: expected at least %s functions%s, found %s of %s",
              source,
              size(),
              ownCosts ? " with a duration" : ", one for each of Table II",
              functions.size(),
              trace.functions().size()));
    }
  }

  /**
   * Draws the functions, the window and the counts of one workload.
   *
   * @throws InvalidInputException if the trace is shorter than the workload, or no window was found
   *     in which enough functions are invoked
   */
  public TraceDraw draw(WorkloadShape shape, RandomGenerator random) {
    int length = shape.lengthSeconds();
    if (length > minutes) {
      throw new InvalidInputException(
          String.format(
              "%s: expected at least %s minutes, one for each second of workload %s, found %s",
              source, length, shape.name(), minutes));
    }
    double mostAway = TOLERANCE * shape.calls();
    Draw closest = null;
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      Draw draw = draw(length, (int) (shape.calls() + mostAway), random);
      if (draw == null) {
        continue;
      }
      if (draw.away(shape) <= mostAway) {
        return new TraceDraw(draw.start, draw.functions, draw.counts(length), tries, true);
      }
      if (closest == null || draw.away(shape) < closest.away(shape)) {
        closest = draw;
      }
    }
    if (closest == null) {
      throw new InvalidInputException(
          String.format(
              "%s: expected %s functions with an invocation within %s minutes, found fewer in %s"
                  + " random windows",
              source, size(), length, MOST_TRIES));
    }
    InvocationCounts counts = closest.counts(length);
    return new TraceDraw(
        closest.start,
        closest.functions,
        counts.total() > shape.calls() ? counts.thinned(shape.calls(), random) : counts,
        MOST_TRIES,
        false);
  }

  /** A random window and ten random functions, or null if too few are invoked in it. */
  private @Nullable Draw draw(int length, int most, RandomGenerator random) {
    int start = random.nextInt(minutes - length + 1);
    List<TraceFunction> candidates = invoked(start, start + length, most);
    if (candidates.size() < size()) {
      candidates = invoked(start, start + length, Integer.MAX_VALUE);
    }
    if (candidates.size() < size()) {
      return null;
    }
    long invocations = 0;
    for (int k = 0; k < size(); k++) {
      Collections.swap(candidates, k, k + random.nextInt(candidates.size() - k));
      invocations += candidates.get(k).count(start, start + length);
    }
    List<TraceFunction> drawn = candidates.subList(0, size());
    if (ownCosts) {
      drawn.sort(Comparator.comparingDouble(f -> f.meanDurationMillis().orElseThrow()));
    }
    return new Draw(start, drawn, invocations);
  }

  private List<TraceFunction> invoked(int from, int to, int most) {
    List<TraceFunction> invoked = new ArrayList<>();
    for (TraceFunction function : functions) {
      long invocations = function.count(from, to);
      if (invocations >= 1 && invocations <= most) {
        invoked.add(function);
      }
    }
    return invoked;
  }

  private static int size() {
    return BenchmarkFunctions.all().size();
  }

  private record Draw(int start, List<TraceFunction> functions, long invocations) {

    long away(WorkloadShape shape) {
      return Math.abs(invocations - shape.calls());
    }

    InvocationCounts counts(int length) {
      int[][] counts = new int[functions.size()][length];
      for (int f = 0; f < counts.length; f++) {
        for (int second = 0; second < length; second++) {
          counts[f][second] = functions.get(f).count(start + second);
        }
      }
      return new InvocationCounts(counts);
    }
  }
}
