package io.faasrank.workload;

/**
 * Memory limits a function may be given: 128, 256 or 512 MB, the smallest, the default and the
 * usual largest limit of an OpenWhisk action.
 */
public enum MemoryClass {
  MB_128(128),
  MB_256(256),
  MB_512(512);

  private final int megabytes;

  MemoryClass(int megabytes) {
    this.megabytes = megabytes;
  }

  public int megabytes() {
    return megabytes;
  }

  /**
   * The smallest limit that holds what was allocated; the largest for anything above it.
   *
   * @param allocatedMb MB, 0 or more; NaN is refused
   */
  public static MemoryClass of(double allocatedMb) {
    if (!(allocatedMb >= 0)) {
      throw new IllegalArgumentException("memory must be 0 MB or more, found " + allocatedMb);
    }
    for (MemoryClass candidate : values()) {
      if (allocatedMb <= candidate.megabytes) {
        return candidate;
      }
    }
    return MB_512;
  }
}
