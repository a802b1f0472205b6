package io.faasrank.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose functions run. */
public enum FunctionSource {
  /** Those of the paper's Table II, whatever the arrivals are. */
  TABLE2,
  /** Those of the trace, with the durations and memory that it knows. */
  TRACE,
  /** Those of populations drawn, which have arrivals of their own. */
  POPULATION;

  /** A source by its name, upper or lower case. */
  public static FunctionSource parse(String name) {
    return Arrays.stream(values())
        .filter(source -> source.toString().equals(name.trim().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected "
                        + Arrays.stream(values())
                            .map(FunctionSource::toString)
                            .collect(Collectors.joining(", "))
                        + ", found "
                        + name));
  }

  /** The name as options show it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
