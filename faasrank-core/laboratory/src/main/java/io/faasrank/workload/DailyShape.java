package io.faasrank.workload;

/**
 * How the rate of arrivals rises and falls: a sine wave about its mean.
 *
 * @param amplitude how far it goes up and down, relative to the mean, 0 to 1; 0 is a constant rate
 * @param periodSeconds length of a day, positive; shorter than a real one for short episodes
 * @param phase where in the day time 0 is, in days: at 0 the rate is at its mean and rising
 */
public record DailyShape(double amplitude, double periodSeconds, double phase) {

  /** A constant rate. */
  public static final DailyShape NONE = new DailyShape(0, 86_400, 0);

  public DailyShape {
    if (!(amplitude >= 0 && amplitude <= 1)) {
      throw new InvalidInputException(
          "amplitude of the daily shape: expected 0 to 1, found " + amplitude);
    }
    if (!(periodSeconds > 0) || !Double.isFinite(periodSeconds) || !Double.isFinite(phase)) {
      throw new InvalidInputException(
          "period of the daily shape: expected seconds above 0, found " + periodSeconds);
    }
  }

  /** Rate at a time, relative to the mean. */
  double factor(double seconds) {
    return 1 + amplitude * Math.sin(2 * Math.PI * (seconds / periodSeconds + phase));
  }
}
