package io.faasrank.testbed.storm;

import java.util.List;

/**
 * What a soak found.
 *
 * @param faults that were done
 * @param opened activations that were placed
 * @param ended of them, by their end or their time-out
 * @param abandoned of them, with a controller that was killed
 * @param heapMb live memory at the end
 * @param findings what does not hold, a line each; empty when all does
 */
public record SoakResult(
    int faults, long opened, long ended, long abandoned, double heapMb, List<String> findings) {

  public SoakResult {
    findings = List.copyOf(findings);
  }
}
