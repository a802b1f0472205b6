package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.List;

/**
 * Mean measured times of each function over all invokers, NaN until the first measurement: what a
 * controller learns from reports and acknowledgements.
 */
final class MeasuredTimes {

  private final double[] initSum;
  private final int[] initCount;
  private final double[] runSum;
  private final int[] runCount;
  private double anyRunSum;
  private int anyRunCount;

  MeasuredTimes(int functionCount) {
    initSum = new double[functionCount];
    initCount = new int[functionCount];
    runSum = new double[functionCount];
    runCount = new int[functionCount];
  }

  /** Takes the times of each function on an idle invoker as one measurement of it. */
  void know(List<FunctionProfile> functions) {
    for (int f = 0; f < functions.size(); f++) {
      runSum[f] += functions.get(f).warmSeconds();
      runCount[f]++;
      anyRunSum += functions.get(f).warmSeconds();
      anyRunCount++;
      initSum[f] += functions.get(f).initSeconds();
      initCount[f]++;
    }
  }

  void add(SimulatedActivation completed, double seconds) {
    if (completed.ending != Ending.COMPLETED) {
      return;
    }
    double ran = seconds - completed.runStartSeconds;
    runSum[completed.function] += ran;
    runCount[completed.function]++;
    anyRunSum += ran;
    anyRunCount++;
    if (completed.cold) {
      initSum[completed.function] += completed.initSeconds;
      initCount[completed.function]++;
    }
  }

  float initSeconds(int function) {
    return (float) (initSum[function] / initCount[function]);
  }

  float runSeconds(int function) {
    return (float) (runSum[function] / runCount[function]);
  }

  /** Over the runs of all functions. */
  float anyRunSeconds() {
    return (float) (anyRunSum / anyRunCount);
  }
}
