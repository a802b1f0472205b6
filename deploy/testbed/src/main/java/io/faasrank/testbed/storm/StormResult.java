package io.faasrank.testbed.storm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a storm did to a controller.
 *
 * @param activationsPerSecond placed and ended
 * @param reportsPerSecond reports that Redis took from the invokers
 * @param reportsTakenPerSecond those that the controller took; the rest it skipped for newer ones
 * @param decisionP50Micros time of one decision
 * @param stalenessP50Millis age of the report that the controller has of an invoker, by the time of
 *     its sampling, over invokers and time
 * @param lost activations that did not end, or whose memory did not come back
 * @param fallbacks activations that hashing placed
 * @param heapMb live memory of the controller after a full collection: what was there before it
 *     started is taken off
 * @param gcMillis time of all collections of the process while it was measured
 * @param reportCores cores that the controller's threads needed to read the reports from Redis and
 *     to take them
 * @param loadCores cores that it took to offer the activations and to place them
 * @param redisCores cores that Redis took
 * @param redisInMb megabytes a second that Redis received
 * @param redisOutMb megabytes a second that it sent
 */
public record StormResult(
    int invokers,
    double activationsPerSecond,
    double reportsPerSecond,
    double reportsTakenPerSecond,
    double decisionP50Micros,
    double decisionP99Micros,
    double stalenessP50Millis,
    double stalenessP99Millis,
    long lost,
    long fallbacks,
    double heapMb,
    double gcMillis,
    long gcCount,
    double reportCores,
    double loadCores,
    double redisCores,
    double redisInMb,
    double redisOutMb) {

  /** By the names of the JSON form. */
  public Map<String, Number> values() {
    Map<String, Number> values = new LinkedHashMap<>();
    values.put("invokers", invokers);
    values.put("activations_per_second", rounded(activationsPerSecond));
    values.put("reports_per_second", rounded(reportsPerSecond));
    values.put("reports_taken_per_second", rounded(reportsTakenPerSecond));
    values.put("decision_p50_us", rounded(decisionP50Micros));
    values.put("decision_p99_us", rounded(decisionP99Micros));
    values.put("staleness_p50_ms", rounded(stalenessP50Millis));
    values.put("staleness_p99_ms", rounded(stalenessP99Millis));
    values.put("lost", lost);
    values.put("fallbacks", fallbacks);
    values.put("heap_mb", rounded(heapMb));
    values.put("gc_ms", rounded(gcMillis));
    values.put("gc_count", gcCount);
    values.put("report_cores", hundredths(reportCores));
    values.put("load_cores", hundredths(loadCores));
    values.put("redis_cores", hundredths(redisCores));
    values.put("redis_in_mb_per_second", rounded(redisInMb));
    values.put("redis_out_mb_per_second", rounded(redisOutMb));
    return values;
  }

  private static double rounded(double value) {
    return Math.rint(10 * value) / 10;
  }

  private static double hundredths(double value) {
    return Math.rint(100 * value) / 100;
  }
}
