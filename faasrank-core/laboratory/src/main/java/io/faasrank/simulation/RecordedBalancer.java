package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The balancers of the record in aFuerst/openwhisk-balancing, as its sources have them. Beside the
 * stock one they know neither memory nor containers: one rotates, two walk a list of the invokers
 * from a function's home on a hash ring until the load average per core suits them. They are no
 * policies to choose: they exist to compare the simulator with what was run.
 */
final class RecordedBalancer {

  static final String STOCK = "ShardingContainerPoolBalancer";

  private static final List<String> NAMES =
      List.of(STOCK, "RoundRobinLB", "BoundedLoadsLoadBalancer", "RandomForwardLoadBalancer");

  private final List<Integer> walk;
  private final Map<Integer, Integer> homes;
  private final RecordSettings settings;
  private final int[] calls;
  private int turn;
  private int total;

  /**
   * @param homes invoker by function, where known
   * @param settings of the balancers
   * @param random draws the rest: the walk differs from run to run in life too, and homes of others
   */
  RecordedBalancer(
      int invokers,
      int functions,
      Map<Integer, Integer> homes,
      RecordSettings settings,
      SplittableRandom random) {
    walk = new ArrayList<>();
    for (int i = 0; i < invokers; i++) {
      walk.add(i);
    }
    for (int i = invokers - 1; i > 0; i--) {
      Collections.swap(walk, i, random.nextInt(i + 1));
    }
    this.homes = homes;
    this.settings = settings;
    this.calls = new int[functions];
  }

  /** Refuses balancers of a file that are not known here. */
  static void requireKnown(String file, String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "%s, column balancer: expected one of %s, found %s"
              .formatted(file, String.join(", ", NAMES), name));
    }
  }

  /** Whether a balancer sends a function to its home on a hash ring first. */
  static boolean walksARing(String name) {
    return name.equals("BoundedLoadsLoadBalancer") || name.equals("RandomForwardLoadBalancer");
  }

  /** The balancer of a known name. */
  EpisodeBalancer named(String name) {
    return switch (name) {
      case STOCK -> stock()::decide;
      case "RoundRobinLB" -> (view, action, decision, random) -> turn++ % view.size();
      case "BoundedLoadsLoadBalancer" -> this::bounded;
      case "RandomForwardLoadBalancer" -> this::forwarded;
      default -> throw new IllegalArgumentException("unknown balancer " + name);
    };
  }

  private static Policy stock() {
    return Policies.create(
        "hashing",
        () -> {
          throw new IllegalStateException("hashing has no model");
        });
  }

  private double load(ClusterView view, int invoker) {
    return view.resources(invoker)[ResourceMetric.CPU_LOAD_AVG.ordinal()] / settings.loadCores();
  }

  private int home(Action action) {
    return walk.indexOf(homes.getOrDefault(action.id(), Math.floorMod(action.hash(), walk.size())));
  }

  private int bounded(ClusterView view, Action action, Decision decision, SplittableRandom random) {
    int home = home(action);
    for (int i = 0; i <= (int) settings.loadCeiling(); i++) {
      int invoker = walk.get((home + i) % walk.size());
      if (load(view, invoker) <= settings.loadCeiling()) {
        return invoker;
      }
    }
    return random.nextInt(walk.size());
  }

  private int forwarded(
      ClusterView view, Action action, Decision decision, SplittableRandom random) {
    int home = home(action);
    total++;
    boolean popular = ++calls[action.id()] * calls.length >= total;
    for (int i = 0; i <= walk.size(); i++) {
      int invoker = walk.get((home + i) % walk.size());
      double load = load(view, invoker);
      boolean stays =
          popular
              ? random.nextGaussian() * 0.1 * settings.loadCeiling() + 0.5 * settings.loadCeiling()
                  > load
              : load <= settings.loadCeiling();
      if (stays) {
        return invoker;
      }
    }
    return random.nextInt(walk.size());
  }
}
