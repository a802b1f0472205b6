package io.faasrank.experiment;

import io.faasrank.workload.LoadRange;
import io.faasrank.workload.TimeSpan;

/**
 * Whose functions run, and which part of a record or of a population's arrivals makes a workload.
 *
 * @param load of populations
 * @param arrivals of a workload, of a population or of a record; 0 for all of a record
 * @param span of a record
 */
public record FunctionSettings(FunctionSource source, LoadRange load, int arrivals, TimeSpan span) {

  /** The paper's functions. */
  public static final FunctionSettings TABLE2 =
      new FunctionSettings(FunctionSource.TABLE2, new LoadRange(0.5, 0.5), 0, TimeSpan.ALL);
}
