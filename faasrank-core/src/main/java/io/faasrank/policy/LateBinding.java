package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;

/**
 * When an activation is better kept in the controller than sent: a scheduler that binds late asks
 * it between ranking and sending (stages 6 and 7 of 12). OpenWhisk's invokers start whatever they
 * are sent, in a new container where no idle one is there, and queue what has no room; once there,
 * an activation cannot move. So it waits in the controller as long as
 *
 * <ul>
 *   <li>no invoker has memory for it, or
 *   <li>it would start cold although a container of its action will sooner be free: {@code waiting
 *       * run / running < patience * initialisation}, or
 *   <li>it would start cold where the cores are busy: more in flight than cores, and a share of
 *       idle CPU time below {@code busyIdleShare} in the last report. Without reports no cores are
 *       busy.
 * </ul>
 *
 * <p>What waits is in a {@link WaitingLine}. The rule and its numbers are this project's, tuned on
 * development draws of {@code faasrank regimes}; OpenWhisk's own scheduler, which binds late too,
 * goes by other rules.
 *
 * @param patience expected wait that is preferred to a cold start, in initialisations. Chosen among
 *     0.5, 1, 1.5, 2 and 3: more is better in the mean and worse in the worst regimes
 * @param busyIdleShare share of idle CPU time below which cores are busy; 0 for never. Chosen among
 *     0, 0.02, 0.1 and 0.3, of which only 0 is worse. In flight alone would not do: activations
 *     that wait for others need no core
 */
public record LateBinding(float patience, float busyIdleShare) {

  @SuppressWarnings("EnumOrdinal") // how ClusterView.resources defines its index
  private static final int IDLE = ResourceMetric.CPU_IDLE.ordinal();

  /** Idle CPU time of one core in a second. */
  private static final float MILLIS = 1000;

  /** Stands for a time that has not been measured. Chosen. */
  private static final float UNKNOWN_SECONDS = 1;

  /** Less than any run takes, so that no urgency is infinite. */
  private static final float SHORTEST_SECONDS = 0.001f;

  /** What is used unless told otherwise. */
  public static final LateBinding DEFAULT = new LateBinding(1, 0.1f);

  /** Checks the numbers. */
  public LateBinding {
    if (!(patience >= 0)) {
      throw new IllegalArgumentException("patience must be at least 0, but is " + patience);
    }
    if (!(busyIdleShare >= 0 && busyIdleShare <= 1)) {
      throw new IllegalArgumentException(
          "the idle share of busy cores must be from 0 to 1, but is " + busyIdleShare);
    }
  }

  /**
   * Whether an activation may be sent to the invoker now.
   *
   * @param position the invoker's, in the view
   * @param waiting activations of the action that wait, this one included; at least 1
   */
  public boolean maySend(ClusterView view, int position, Action action, int waiting) {
    if (!view.fits(position, action)) {
      return false;
    }
    if (view.idleWarm(position, action) > 0) {
      return true;
    }
    return !busy(view, position) && !waitsForOwn(view, action, waiting);
  }

  private boolean busy(ClusterView view, int position) {
    float cores = view.cores(position);
    float idleMillis = view.resources(position)[IDLE];
    return view.inflight(position) >= cores && idleMillis < busyIdleShare * MILLIS * cores;
  }

  /**
   * Whether one of several controllers has so much in flight that what it is given may wait. A
   * completion sends what waits in its own controller, and so leaves nothing to one that has
   * nothing in flight: that one must send at once, even where it will wait. Half of an equal share,
   * since of two one is always below the whole, and would send until nothing waits.
   *
   * @param ownMb memory reserved by activations that the controller has in flight, in MB
   * @param allMb that of all controllers
   * @param controllers 1 or more
   */
  public static boolean hasShare(long ownMb, long allMb, int controllers) {
    return controllers == 1 || 2L * controllers * ownMb >= allMb;
  }

  /** Whether a container of the action will be free sooner than a new one. False where unknown. */
  private boolean waitsForOwn(ClusterView view, Action action, int waiting) {
    int running = view.sums(action).actionInflight();
    float waitSeconds = waiting * view.runSeconds(action) / running;
    return running > 0 && waitSeconds < patience * known(view.initSeconds(action));
  }

  /**
   * How urgent the oldest waiting activation of an action is: the ratio of its completion time, if
   * it is sent now, to its own time. Highest Response Ratio Next (Brinch Hansen 1971) prefers short
   * ones and starves none.
   *
   * @param waitedSeconds since it came
   * @param warm whether an idle container of the action waits
   * @return at least 1
   */
  static double urgency(ClusterView view, Action action, double waitedSeconds, boolean warm) {
    return 1 + waitedSeconds / ownSeconds(view, action, warm);
  }

  /**
   * Mean time of an activation that need not wait.
   *
   * @param warm whether it need not be initialised
   * @return above 0
   */
  static float ownSeconds(ClusterView view, Action action, boolean warm) {
    float initSeconds = warm ? 0 : known(view.initSeconds(action));
    return Math.max(SHORTEST_SECONDS, known(view.runSeconds(action)) + initSeconds);
  }

  private static float known(float seconds) {
    return Float.isNaN(seconds) ? UNKNOWN_SECONDS : seconds;
  }
}
