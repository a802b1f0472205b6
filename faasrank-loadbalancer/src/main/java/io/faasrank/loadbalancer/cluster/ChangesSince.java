package io.faasrank.loadbalancer.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private final Map<ActionBook, List<Change>> byAction = new HashMap<>();
  private int inflight;
  private int reservedMb;
  private int idleMb;

  ChangesSince(InvokerBook invoker, long sampledNanos) {
    List<Change> changes = new ArrayList<>();
    long unseenFrom = sampledNanos - TRANSIT_NANOS;
    invoker.dispatched.forEach(
        dispatch -> {
          if (dispatch.dispatchedAfter(unseenFrom)) {
            changes.add(new Change(dispatch, false, dispatch.dispatchedNanos() - unseenFrom));
            inflight++;
            reservedMb += dispatch.opensContainer() ? dispatch.memoryMb() : 0;
          }
        });
    invoker.completed.forEach(
        dispatch -> {
          // a short activation that began unseen also ended unseen
          if (dispatch.completedAfter(sampledNanos + TRANSIT_NANOS)
              || dispatch.dispatchedAfter(unseenFrom)) {
            changes.add(new Change(dispatch, true, dispatch.completedNanos() - unseenFrom));
            inflight--;
            reservedMb -= dispatch.emptiesContainer() ? dispatch.memoryMb() : 0;
          }
        });
    changes.sort(Comparator.comparingLong(Change::afterNanos));
    for (Change change : changes) {
      byAction.computeIfAbsent(change.dispatch.action(), ignored -> new ArrayList<>()).add(change);
    }
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
