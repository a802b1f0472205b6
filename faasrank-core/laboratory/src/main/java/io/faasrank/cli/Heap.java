package io.faasrank.cli;

/** Whether the heap is large enough for any command at all. */
final class Heap {

  private static final long MEGABYTE = 1 << 20;

  /** Measured: with it {@code evaluate --workloads M1 --policies greedy --out DIR} ends well. */
  private static final long LEAST_MB = 48;

  private Heap() {}

  /**
   * Ends a command that would run out of memory, before it begins.
   *
   * @throws IllegalArgumentException in one line
   */
  static void check() {
    check(Runtime.getRuntime().maxMemory());
  }

  static void check(long mostBytes) {
    if (mostBytes < LEAST_MB * MEGABYTE) {
      throw new IllegalArgumentException(
          "the heap may grow to %s MB, expected %s or more; FAASRANK_JAVA_OPTS=-Xmx1g is enough for all"
                  .formatted(mostBytes / MEGABYTE, LEAST_MB)
              + " commands");
    }
  }
}
