package io.faasrank.simulation;

import com.typesafe.config.Config;

/**
 * What of OpenWhisk and its hosts a simulation takes into account beyond cores and memory; what
 * each value means stands in {@code reference.conf} under {@code faasrank.calibrations}.
 *
 * @param coresPerCall cores that a running activation demands whatever its memory, where its
 *     function's own demand is unknown; 0 where that is in proportion to memory
 * @param userCpus cores that all containers of an invoker may use together, shared out by memory as
 *     hard caps; 0 for no caps
 * @param pauseGraceSeconds how long a container is idle before it is paused
 * @param unpauseSeconds what a start in a paused container costs
 * @param prewarmed prewarmed containers of an invoker
 * @param prewarmedMemoryMb memory of each
 * @param prewarmedKind kind of each
 * @param pullSeconds how long an invoker pulls the image of a kind that it sees for the first time
 * @param timeLimitSeconds of a function whose own is unknown; infinite for none
 * @param failureShare share of activations that fail at a random part of their run
 * @param creationSlots containers that an invoker creates at a time without slowing each other; 0
 *     where creating takes cores as running does
 * @param creationCommands containers that an invoker creates at a time at all; others wait
 * @param creationTasks most of them that the load average counts as tasks, as they wait for the
 *     disk
 * @param removalSeconds cost of removing an idle container to make room for another
 * @param unknownCreationSeconds cost of a container of a function whose own is unknown
 */
public record Platform(
    double coresPerCall,
    double userCpus,
    double pauseGraceSeconds,
    double unpauseSeconds,
    int prewarmed,
    int prewarmedMemoryMb,
    String prewarmedKind,
    double pullSeconds,
    double timeLimitSeconds,
    double failureShare,
    int creationSlots,
    int creationCommands,
    double creationTasks,
    double removalSeconds,
    double unknownCreationSeconds) {

  /** Cores and memory alone. */
  public static final Platform PLAIN =
      new Platform(0, 0, 0, 0, 0, 256, "", 0, Double.POSITIVE_INFINITY, 0, 0, 10, 1, 0, 0.5);

  public Platform {
    notNegative("cores-per-call", coresPerCall);
    notNegative("user-cpus", userCpus);
    notNegative("pause-grace-seconds", pauseGraceSeconds);
    notNegative("unpause-seconds", unpauseSeconds);
    notNegative("prewarmed", prewarmed);
    SimulationSettings.require(
        prewarmedMemoryMb > 0, "prewarmed-memory-mb", prewarmedMemoryMb, "positive");
    notNegative("pull-seconds", pullSeconds);
    if (!(timeLimitSeconds > 0)) {
      throw new IllegalArgumentException(
          "faasrank.simulation.time-limit-seconds must be positive, or 0 for none");
    }
    SimulationSettings.require(
        failureShare >= 0 && failureShare <= 1, "failure-share", failureShare, "from 0 to 1");
    notNegative("creation-slots", creationSlots);
    SimulationSettings.require(
        creationCommands > 0, "creation-commands", creationCommands, "positive");
    notNegative("creation-tasks", creationTasks);
    notNegative("removal-seconds", removalSeconds);
    notNegative("unknown-creation-seconds", unknownCreationSeconds);
  }

  private static void notNegative(String key, double value) {
    SimulationSettings.require(value >= 0, key, value, "0 or more");
  }

  static Platform from(Config simulation) {
    double limit = simulation.getDouble("time-limit-seconds");
    return new Platform(
        simulation.getDouble("cores-per-call"),
        simulation.getDouble("user-cpus"),
        simulation.getDouble("pause-grace-seconds"),
        simulation.getDouble("unpause-seconds"),
        simulation.getInt("prewarmed"),
        simulation.getInt("prewarmed-memory-mb"),
        simulation.getString("prewarmed-kind"),
        simulation.getDouble("pull-seconds"),
        limit == 0 ? Double.POSITIVE_INFINITY : limit,
        simulation.getDouble("failure-share"),
        simulation.getInt("creation-slots"),
        simulation.getInt("creation-commands"),
        simulation.getDouble("creation-tasks"),
        simulation.getDouble("removal-seconds"),
        simulation.getDouble("unknown-creation-seconds"));
  }

  /** The same without a cost of unpausing, for times that hold it already. */
  Platform withoutUnpausing() {
    return new Platform(
        coresPerCall,
        userCpus,
        pauseGraceSeconds,
        0,
        prewarmed,
        prewarmedMemoryMb,
        prewarmedKind,
        pullSeconds,
        timeLimitSeconds,
        failureShare,
        creationSlots,
        creationCommands,
        creationTasks,
        removalSeconds,
        unknownCreationSeconds);
  }
}
