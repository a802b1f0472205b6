package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The containers of one invoker, as OpenWhisk's {@code ContainerPool} keeps them: busy ones, idle
 * warm ones that are removed least recently used first, and prewarmed ones of one kind, which hold
 * their memory for good and are replaced in the time that a creation takes. {@code
 * FunctionPullingContainerPool} differs in that its prewarmed ones do not count against its memory.
 *
 * <p>Where a function's containers take several activations at a time, those are thought packed: so
 * many containers are busy as hold the activations, the others idle. In life an activation stays
 * where it began.
 */
final class ContainerPool {

  private final int memoryMb;
  private final SimulationSettings settings;
  private final Platform platform;
  private final List<FunctionProfile> functions;
  private final IdleContainers idle;
  private final double[] prewarmedSince;
  private final Map<String, Double> pulledAt = new HashMap<>();
  private int[] shared = new int[0];
  private int[] sharing = new int[0];
  private int[] running = new int[0];
  private int containerMemoryMb;
  private int idleMemoryMb;

  ContainerPool(
      InvokerSettings size, SimulationSettings settings, List<FunctionProfile> functions) {
    this(
        size.memoryMb() - settings.platform().prewarmed() * settings.platform().prewarmedMemoryMb(),
        settings,
        functions);
  }

  /** A pool whose prewarmed containers are not part of the given memory. */
  static ContainerPool besidePrewarmed(
      InvokerSettings size, SimulationSettings settings, List<FunctionProfile> functions) {
    return new ContainerPool(size.memoryMb(), settings, functions);
  }

  private ContainerPool(
      int memoryMb, SimulationSettings settings, List<FunctionProfile> functions) {
    this.settings = settings;
    this.platform = settings.platform();
    this.functions = functions;
    this.idle = new IdleContainers(functions.size());
    this.prewarmedSince = new double[platform.prewarmed()];
    this.memoryMb = memoryMb;
    functionAdded();
  }

  /** A copy to try things on. */
  ContainerPool(ContainerPool other) {
    memoryMb = other.memoryMb;
    settings = other.settings;
    platform = other.platform;
    functions = other.functions;
    idle = new IdleContainers(other.idle);
    prewarmedSince = other.prewarmedSince.clone();
    pulledAt.putAll(other.pulledAt);
    shared = other.shared.clone();
    sharing = other.sharing.clone();
    running = other.running.clone();
    containerMemoryMb = other.containerMemoryMb;
    idleMemoryMb = other.idleMemoryMb;
  }

  /** To be called after a function was added to the list that this pool was given. */
  void functionAdded() {
    idle.growTo(functions.size());
    running = Arrays.copyOf(running, functions.size());
    if (functions.stream().anyMatch(function -> function.concurrency() > 1)) {
      shared = Arrays.copyOf(shared, functions.size());
      sharing = Arrays.copyOf(sharing, functions.size());
    }
  }

  /** Takes a place in a busy container that has one left. */
  boolean join(int function) {
    int concurrency = functions.get(function).concurrency();
    if (concurrency == 1 || sharing[function] >= shared[function] * concurrency) {
      return false;
    }
    sharing[function]++;
    running[function]++;
    return true;
  }

  /**
   * Takes the idle container of the function that was used last.
   *
   * @return since when it was idle; NaN when there is none
   */
  double takeIdle(int function) {
    double since = idle.take(function);
    if (!Double.isNaN(since)) {
      idleMemoryMb -= functions.get(function).memoryMb();
      running[function]++;
      initialised(function);
    }
    return since;
  }

  /**
   * Reserves memory for a new container.
   *
   * @return how many idle ones had to go, or -1 when not even that makes room
   */
  int reserve(int function) {
    int needed = functions.get(function).memoryMb();
    if (containerMemoryMb - idleMemoryMb + needed > memoryMb) {
      return -1;
    }
    int removed = 0;
    while (containerMemoryMb + needed > memoryMb) {
      removeOldestIdle();
      removed++;
    }
    containerMemoryMb += needed;
    running[function]++;
    return removed;
  }

  /** Takes a prewarmed container that the function can use, if there is one. */
  boolean takePrewarmed(FunctionProfile function, double now) {
    if (function.memoryMb() != platform.prewarmedMemoryMb()
        || !function.kind().equals(platform.prewarmedKind())) {
      return false;
    }
    for (int i = 0; i < prewarmedSince.length; i++) {
      if (prewarmedSince[i] <= now) {
        prewarmedSince[i] = now + createSeconds(function);
        return true;
      }
    }
    return false;
  }

  /** Work of creating a container of the function, in seconds. */
  double createSeconds(FunctionProfile function) {
    double own = function.createSeconds();
    return (Double.isNaN(own) ? platform.unknownCreationSeconds() : own)
        + settings.creationSeconds();
  }

  /** When the function's image is here; the first to ask has it pulled. */
  double pulledAt(FunctionProfile function, double now) {
    return platform.pullSeconds() == 0
        ? now
        : pulledAt.computeIfAbsent(function.kind(), kind -> now + platform.pullSeconds());
  }

  /** A container of the function can take further activations from now on. */
  void initialised(int function) {
    if (functions.get(function).concurrency() > 1) {
      shared[function]++;
      sharing[function]++;
    }
  }

  /** An activation of the function leaves its container, which goes with it if it is removed. */
  void left(int function, boolean removed, double now) {
    running[function]--;
    FunctionProfile profile = functions.get(function);
    if (profile.concurrency() > 1) {
      sharing[function]--;
      if (sharing[function] > (shared[function] - 1) * profile.concurrency()) {
        return;
      }
      shared[function]--;
    }
    if (removed) {
      containerMemoryMb -= profile.memoryMb();
    } else {
      idle.add(function, now);
      idleMemoryMb += profile.memoryMb();
    }
  }

  /** When the keep-alive of an idle container ends next; infinite when none is idle. */
  double nextExpirySeconds() {
    return idle.oldestIdleSince() + settings.keepAliveSeconds();
  }

  void removeOldestIdle() {
    int removed = functions.get(idle.removeOldest()).memoryMb();
    idleMemoryMb -= removed;
    containerMemoryMb -= removed;
  }

  /** Activations of the function that have a container or are getting one. */
  int running(int function) {
    return running[function];
  }

  int idleCount(int function) {
    return idle.count(function);
  }

  int idleMemoryMb() {
    return idleMemoryMb;
  }

  int containerMemoryMb() {
    return containerMemoryMb;
  }
}
