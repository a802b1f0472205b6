package io.faasrank.metrics.sampling;

import java.util.Map;

/** The change of a counter between two readings. */
final class CounterChange {

  private static final long WRAP = 1L << 32;

  private CounterChange() {}

  /**
   * Sum of the changes of the devices that are in both readings. A device that came or went says
   * nothing about the interval.
   */
  static long of(Map<String, Long> before, Map<String, Long> after) {
    long sum = 0;
    for (Map.Entry<String, Long> device : after.entrySet()) {
      Long earlier = before.get(device.getKey());
      if (earlier != null) {
        sum += of(earlier, device.getValue());
      }
    }
    return sum;
  }

  /**
   * Change of one counter. The kernel keeps the times of a disk in 32 bits, which wrap after 50
   * days of waiting: a fall from the last quarter of that range to the first is a wrap. Any other
   * fall is a counter that started anew, as of a device attached again, or idle and I/O-wait time,
   * which the kernel may correct downwards: no change.
   */
  static long of(long before, long after) {
    if (after >= before) {
      return after - before;
    }
    boolean wrapped = before < WRAP && before >= WRAP / 4 * 3 && after < WRAP / 4;
    return wrapped ? after + WRAP - before : 0;
  }
}
