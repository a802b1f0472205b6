package io.faasrank.simulation;

import io.faasrank.policy.Policy;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Small policies and workloads for the tests of the simulator. */
final class Fixtures {

  /** Sends everything to the first candidate. */
  static final Policy FIRST =
      new Policy("first", (view, action, decision) -> {}, (decision, random) -> 0);

  /** Sends each activation to a random candidate. */
  static final Policy ANY =
      new Policy(
          "any",
          (view, action, decision) -> {},
          (decision, random) -> random.nextInt(decision.count()));

  private Fixtures() {}

  static Workload workload(List<FunctionProfile> functions, Arrival... arrivals) {
    return new Workload("test", functions, List.of(arrivals));
  }

  /** A random workload: up to 6 functions of 128 to 512 MB, cheap and dear, in bursts. */
  static Workload randomWorkload(long seed, int calls, double seconds) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FunctionProfile> functions = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int f = 0; f < count; f++) {
      double warm = random.nextDouble(0.05, 3);
      double init = random.nextDouble(0, 3);
      double create = random.nextDouble(0, 1);
      functions.add(
          new FunctionProfile("f" + f, 128 << random.nextInt(3), warm + init + create, warm, init));
    }
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      double at = Math.floor(random.nextDouble(seconds)) + 0.1 * random.nextInt(3);
      arrivals.add(new Arrival(at, random.nextInt(count), random.nextDouble(0.5, 2)));
    }
    arrivals.sort(Comparator.comparingDouble(Arrival::seconds));
    return new Workload("random-" + seed, functions, arrivals);
  }
}
