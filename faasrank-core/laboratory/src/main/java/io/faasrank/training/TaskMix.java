package io.faasrank.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a training is about. */
public enum TaskMix {
  /** The workloads on the clusters, in turns: {@link TurningTasks}; judged against hashing. */
  WORKLOADS("hashing"),
  /** Those and random populations on random clusters: {@link GeneralTasks}. */
  GENERAL("the best rule");

  private final String reference;

  TaskMix(String reference) {
    this.reference = reference;
  }

  /** What a validation's percentages are of, in words. */
  public String reference() {
    return reference;
  }

  /** A mix by its name on the command line. */
  public static TaskMix named(String name) {
    for (TaskMix mix : values()) {
      if (mix.toString().equalsIgnoreCase(name)) {
        return mix;
      }
    }
    throw new IllegalArgumentException(
        "unknown mix '"
            + name
            + "', expected one of "
            + Arrays.stream(values()).map(TaskMix::toString).collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
