package io.faasrank.simulation;

import io.faasrank.workload.Spacing;

/**
 * A choice of the parameters that a {@link Calibration} fits. Values are rounded to six decimals,
 * so that sums of tenths can be typed and compared.
 *
 * @param coresPer512Mb cores that an activation of 512 MB demands
 * @param exponent contention exponent
 * @param creationSeconds further cost of creating a container
 * @param spacing where in its second an invocation falls
 */
public record CalibrationPoint(
    double coresPer512Mb, double exponent, double creationSeconds, Spacing spacing) {

  public CalibrationPoint {
    coresPer512Mb = rounded(coresPer512Mb);
    exponent = rounded(exponent);
    creationSeconds = rounded(creationSeconds);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  /** The settings of a simulator at this point. */
  public SimulationSettings settings(SimulationSettings base) {
    return base.withFitted(coresPer512Mb / 512, exponent, creationSeconds);
  }
}
