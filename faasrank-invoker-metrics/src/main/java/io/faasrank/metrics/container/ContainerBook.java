package io.faasrank.metrics.container;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * All containers of an invoker and the actions they served. One lock guards it all; it is held for
 * the change of a few fields, or for one pass over containers and actions while a report is made.
 */
public final class ContainerBook {

  private final int userMemoryMb;
  private final LongSupplier instrumentationFailures;
  private final Set<TrackedContainer> containers = new HashSet<>();
  private final Map<ActionKey, ActionStatistics> actions;
  private long creations;
  private long creationFailures;
  private volatile Runnable onChange = () -> {};

  /**
   * @param userMemoryMb memory of the invoker for action containers, in MB
   * @param maxActions actions kept; the least recently used give way
   * @param instrumentationFailures how often the code around this book failed
   */
  public ContainerBook(int userMemoryMb, int maxActions, LongSupplier instrumentationFailures) {
    this.userMemoryMb = userMemoryMb;
    this.instrumentationFailures = instrumentationFailures;
    this.actions =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ActionKey, ActionStatistics> eldest) {
            return size() > maxActions;
          }
        };
  }

  /** Sets what a thread calls after it has made a change; must return at once. */
  public void whenChanged(Runnable listener) {
    onChange = listener;
  }

  /**
   * A container is about to be created.
   *
   * @param memoryMb its memory limit in MB
   * @param forActivation whether an activation waits for it; false for a prewarmed one
   */
  public TrackedContainer creating(int memoryMb, boolean forActivation) {
    TrackedContainer container = new TrackedContainer(this, memoryMb, forActivation);
    change(() -> containers.add(container));
    return container;
  }

  /** The state now. */
  public synchronized ContainerReport report() {
    int reservedMb = 0;
    int idleMb = 0;
    int inflight = 0;
    Map<ActionIdentity, Integer> idleWarm = new HashMap<>();
    Map<ActionKey, Integer> running = new HashMap<>();
    for (TrackedContainer container : containers) {
      inflight += container.inflight();
      ActionIdentity served = container.action();
      if (served != null) {
        running.merge(ActionKey.of(served), container.inflight(), Integer::sum);
      }
      if (container.inflight() > 0) {
        reservedMb += container.memoryMb();
        continue;
      }
      idleMb += container.memoryMb();
      ActionIdentity action = container.warmFor();
      if (action != null) {
        idleWarm.merge(action, 1, Integer::sum);
      }
    }
    List<ActionReport> reports = new ArrayList<>(actions.size());
    for (ActionStatistics statistics : actions.values()) {
      ActionIdentity action = statistics.action();
      reports.add(
          statistics.report(
              idleWarm.getOrDefault(action, 0), running.getOrDefault(ActionKey.of(action), 0)));
    }
    Collections.reverse(reports);
    return new ContainerReport(
        userMemoryMb,
        reservedMb,
        idleMb,
        inflight,
        null,
        creations,
        creationFailures,
        instrumentationFailures.getAsLong(),
        reports);
  }

  /** Makes a change under the lock and announces it outside the lock. */
  void change(Runnable change) {
    synchronized (this) {
      change.run();
    }
    onChange.run();
  }

  /** A container is initialised for the action; what was measured of older revisions is dropped. */
  void begin(ActionIdentity action, int memoryMb) {
    ActionStatistics known = actions.get(ActionKey.of(action));
    if (known == null || !known.action().equals(action)) {
      actions.put(ActionKey.of(action), new ActionStatistics(action, memoryMb));
    }
  }

  void initialised(ActionIdentity action, int memoryMb, double millis) {
    ActionStatistics known = usedAgain(action, memoryMb);
    if (known.action().equals(action)) {
      known.initialised(millis);
    }
  }

  void ran(ActionIdentity action, int memoryMb, double millis) {
    ActionStatistics known = usedAgain(action, memoryMb);
    if (known.action().equals(action)) {
      known.ran(millis);
    }
  }

  private ActionStatistics usedAgain(ActionIdentity action, int memoryMb) {
    return actions.computeIfAbsent(
        ActionKey.of(action), key -> new ActionStatistics(action, memoryMb));
  }

  void countCreation() {
    creations++;
  }

  void countCreationFailure(TrackedContainer container) {
    creationFailures++;
    containers.remove(container);
  }

  void forget(TrackedContainer container) {
    containers.remove(container);
  }

  private record ActionKey(String namespace, String name) {

    static ActionKey of(ActionIdentity action) {
      return new ActionKey(action.namespace(), action.name());
    }
  }
}
