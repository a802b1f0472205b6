package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;

/**
 * Cores that the activations of one invoker demand, and the rate at which those that need any
 * advance: 1 while demand fits the cores, {@code (cores / demand) ^ contentionExponent} beyond.
 */
final class CoreDemand {

  private final InvokerSettings size;
  private final SimulationSettings settings;
  private final Platform platform;

  /** Whether activations of unknown demand are counted by their memory: exact in whole numbers. */
  private final boolean byMemory;

  private int activeMemoryMb;
  private int activeOfKnownCores;
  private double knownCores;

  CoreDemand(InvokerSettings size, SimulationSettings settings) {
    this.size = size;
    this.settings = settings;
    this.platform = settings.platform();
    this.byMemory = platform.userCpus() == 0 && platform.coresPerCall() == 0;
  }

  /** A copy to try things on. */
  CoreDemand(CoreDemand other) {
    this(other.size, other.settings);
    activeMemoryMb = other.activeMemoryMb;
    activeOfKnownCores = other.activeOfKnownCores;
    knownCores = other.knownCores;
  }

  /** Adds so many activations of the function; takes them away where the number is negative. */
  void add(FunctionProfile function, int count) {
    if (byMemory && Double.isNaN(function.cores())) {
      activeMemoryMb += count * function.memoryMb();
    } else {
      activeOfKnownCores += count;
      double added = count * Math.min(settings.runningCores(function), cap(function));
      knownCores = activeOfKnownCores == 0 ? 0 : knownCores + added;
    }
  }

  double rate() {
    double demand = cores();
    return demand <= size.cores()
        ? 1
        : Math.pow(size.cores() / demand, settings.contentionExponent());
  }

  /** How much longer a cap makes the work of the function, at least 1. */
  double stretch(FunctionProfile function) {
    return platform.userCpus() == 0
        ? 1
        : Math.max(1, settings.runningCores(function) / cap(function));
  }

  /** OpenWhisk's {@code ContainerPoolConfig.cpuLimit}; infinite without caps. */
  private double cap(FunctionProfile function) {
    return platform.userCpus() == 0
        ? Double.POSITIVE_INFINITY
        : Math.max(0.01, platform.userCpus() / Math.floorDiv(size.memoryMb(), function.memoryMb()));
  }

  /** Cores demanded, more than there are where it is short of them. */
  double cores() {
    return activeMemoryMb * settings.coresPerMb() + knownCores;
  }

  /** Tasks among so many activations, where those of known demand are as many as their cores. */
  double tasks(int activations) {
    return activations - activeOfKnownCores + knownCores;
  }
}
