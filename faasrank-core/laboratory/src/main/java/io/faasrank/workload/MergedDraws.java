package io.faasrank.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Several independent draws of a workload at once: a load that grows with the cluster. A repetition
 * of n draws merges repetitions {@code n r} to {@code n r + n - 1} of a source, so that no draw is
 * used twice and one draw is the source itself.
 *
 * <p>The draws invoke the same actions, which are then hot, or each has its own. Own actions are
 * numbered draw after draw: function f of draw d is {@code d * functions + f}, and from the second
 * draw on its name ends with the draw's number, as in {@code DH-2}. Arrivals at the same instant
 * come in the order of the draws.
 *
 * @param count at least 1
 * @param ownActions whether each draw has actions of its own
 */
public record MergedDraws(int count, boolean ownActions) {

  /** A workload as its source gives it. */
  public static final MergedDraws ONE = new MergedDraws(1, false);

  public MergedDraws {
    if (count < 1) {
      throw new InvalidInputException("expected 1 or more draws, found " + count);
    }
  }

  /** A source of so many draws of another one. */
  public WorkloadSource of(WorkloadSource source) {
    return (workload, repetition, replay) -> {
      List<FunctionProfile> functions = new ArrayList<>();
      List<Arrival> arrivals = new ArrayList<>();
      for (int d = 0; d < count; d++) {
        Workload draw = source.workload(workload, repetition * count + d, replay);
        int first = ownActions ? functions.size() : 0;
        if (ownActions || d == 0) {
          add(draw.functions(), d, functions);
        }
        for (Arrival a : draw.arrivals()) {
          arrivals.add(new Arrival(a.seconds(), first + a.function(), a.durationFactor()));
        }
      }
      arrivals.sort(Comparator.comparingDouble(Arrival::seconds));
      return new Workload(workload, functions, arrivals);
    };
  }

  private static void add(List<FunctionProfile> drawn, int draw, List<FunctionProfile> functions) {
    for (FunctionProfile f : drawn) {
      String name = draw == 0 ? f.name() : f.name() + "-" + (draw + 1);
      functions.add(f.with().name(name).build());
    }
  }
}
