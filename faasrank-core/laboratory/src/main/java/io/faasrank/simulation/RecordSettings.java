package io.faasrank.simulation;

import com.typesafe.config.Config;

/**
 * What of a recorded cluster and its clients a record does not say; what each value means stands in
 * {@code reference.conf} under {@code faasrank.record}.
 *
 * @param cores of an invoker, positive
 * @param memoryMb of an invoker for functions, positive
 * @param loadCores number by which the balancers divide a load average, positive
 * @param loadCeiling load per core above which a balancer passes an invoker by, positive
 * @param clientsPerSecond how many clients begin in each second, positive
 * @param thinkSeconds mean time from an answer to the client's next call, positive
 * @param warmQuantile quantile of a function's warm latencies that an idle invoker would have, from
 *     0 to below 1
 */
public record RecordSettings(
    double cores,
    int memoryMb,
    double loadCores,
    double loadCeiling,
    double clientsPerSecond,
    double thinkSeconds,
    double warmQuantile) {

  public RecordSettings {
    positive("cores", cores);
    positive("memory-mb", memoryMb);
    positive("load-cores", loadCores);
    positive("load-ceiling", loadCeiling);
    positive("clients-per-second", clientsPerSecond);
    positive("think-seconds", thinkSeconds);
    require(warmQuantile >= 0 && warmQuantile < 1, "warm-quantile", warmQuantile, "from 0 below 1");
  }

  private static void positive(String key, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, key, value, "positive");
  }

  private static void require(boolean holds, String key, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "faasrank.record." + key + " must be " + expected + ", not " + value);
    }
  }

  /** Reads {@code faasrank.record} of a resolved configuration. */
  public static RecordSettings from(Config config) {
    Config record = config.getConfig("faasrank.record");
    return new RecordSettings(
        record.getDouble("cores"),
        record.getInt("memory-mb"),
        record.getDouble("load-cores"),
        record.getDouble("load-ceiling"),
        record.getDouble("clients-per-second"),
        record.getDouble("think-seconds"),
        record.getDouble("warm-quantile"));
  }
}
