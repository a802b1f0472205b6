package io.faasrank.loadbalancer.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this controller has dispatched to an invoker, and seen completed, since a report was sampled
 * there, so that the report cannot show it. Times are the controller's, with {@link #TRANSIT_NANOS}
 * allowed for a message's way.
 */
final class ChangesSince {

  /**
   * How long a message is on its way between controller and invoker, either way: half of the wait
   * of 20 ms seen before warm activations of a real invoker.
   */
  private static final long TRANSIT_NANOS = 10_000_000;

  private record Change(Dispatch dispatch, boolean completion, long afterNanos) {}

  /** The first dispatch so much older than what is looked for ends the search. Chosen. */
  private static final long FAR_NANOS = 10 * RecentDispatches.DISORDER_NANOS;

  private final Map<ActionBook, List<Change>> byAction = new HashMap<>();
  private final Set<ActionBook> touched = new HashSet<>();
  private final long unseenFrom;
  private final boolean complete;
  private int inflight;
  private int reservedMb;
  private int idleMb;

  /**
   * @param before from when on changes were unseen by the report before
   */
  ChangesSince(InvokerBook invoker, long sampledNanos, long before) {
    List<Change> changes = new ArrayList<>();
    unseenFrom = sampledNanos - TRANSIT_NANOS;
    // what was late into the ring is counted as well
    long from = Math.min(0, before - unseenFrom) + unseenFrom - RecentDispatches.DISORDER_NANOS;
    boolean allDispatched =
        invoker.dispatched.newestFirst(
            dispatch -> {
              if (dispatch.dispatchedAfter(from)) {
                touched.add(dispatch.action());
              }
              if (dispatch.dispatchedAfter(unseenFrom)) {
                changes.add(new Change(dispatch, false, dispatch.dispatchedNanos() - unseenFrom));
                inflight++;
                reservedMb += dispatch.opensContainer() ? dispatch.memoryMb() : 0;
              }
              return dispatch.dispatchedAfter(from - FAR_NANOS);
            });
    boolean allCompleted =
        invoker.completed.newestFirst(
            dispatch -> {
              if (dispatch.completedAfter(from)) {
                touched.add(dispatch.action());
              }
              // a short activation that began unseen also ended unseen
              if (dispatch.completedAfter(sampledNanos + TRANSIT_NANOS)
                  || dispatch.dispatchedAfter(unseenFrom)) {
                changes.add(new Change(dispatch, true, dispatch.completedNanos() - unseenFrom));
                inflight--;
                reservedMb -= dispatch.emptiesContainer() ? dispatch.memoryMb() : 0;
              }
              return dispatch.completedAfter(from - FAR_NANOS);
            });
    complete = allDispatched && allCompleted;
    changes.sort(Comparator.comparingLong(Change::afterNanos));
    for (Change change : changes) {
      byAction.computeIfAbsent(change.dispatch.action(), ignored -> new ArrayList<>()).add(change);
    }
  }

  /** From when on a change is unknown to the report, by the controller's clock. */
  long unseenFromNanos() {
    return unseenFrom;
  }

  /**
   * Actions of which anything was dispatched or completed since the report before, and perhaps some
   * of a little earlier. The caller may change it.
   */
  Set<ActionBook> touched() {
    return touched;
  }

  /** Whether all since the report before is remembered. */
  boolean isComplete() {
    return complete;
  }

  /** Growth of the activations in flight. */
  int inflight() {
    return inflight;
  }

  /** Growth of the action's activations in flight. */
  int inflight(ActionBook action) {
    int growth = 0;
    for (Change change : byAction.getOrDefault(action, List.of())) {
      growth += change.completion ? -1 : 1;
    }
    return growth;
  }

  /** Growth of the memory reserved, in MB. */
  int reservedMb() {
    return reservedMb;
  }

  /** Growth of the memory of idle containers, of all actions asked about so far, in MB. */
  int idleMb() {
    return idleMb;
  }

  /**
   * The action's idle containers now, given those at the sampling. To be called once per action.
   */
  int idleNow(ActionBook action, int reportedIdle) {
    int idle = reportedIdle;
    for (Change change : byAction.getOrDefault(action, List.of())) {
      if (change.completion) {
        idle += change.dispatch.leavesContainer() ? 1 : 0;
      } else if (change.dispatch.opensContainer() && idle > 0) {
        idle--;
      }
    }
    idleMb += (idle - reportedIdle) * action.action().memoryMb();
    return idle;
  }
}
