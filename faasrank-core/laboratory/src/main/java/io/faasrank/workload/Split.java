package io.faasrank.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which functions of a trace may be seen: 60 % in training, 20 % in validation, 20 % in testing, by
 * a hash of the function's name. A function is in the same part of every trace, on every machine,
 * whatever other functions are there, so that arrivals tested on were never trained on. The paper
 * trains and evaluates on the same workloads; the shares are unmeasured, the customary ones.
 */
public enum Split {
  TRAIN(0, 60),
  VALIDATION(60, 80),
  TEST(80, 100),
  /** Every function. */
  ALL(0, 100);

  private final int from;
  private final int to;

  Split(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /** Whether a function of this name (hash) belongs here. */
  public boolean contains(String function) {
    int percentile = percentile(function);
    return from <= percentile && percentile < to;
  }

  /** A split by its name, upper or lower case. */
  public static Split parse(String name) {
    for (Split split : values()) {
      if (split.toString().equals(name.trim().toLowerCase(Locale.ROOT))) {
        return split;
      }
    }
    throw new InvalidInputException(
        "expected "
            + Arrays.stream(values()).map(Split::toString).collect(Collectors.joining(", "))
            + ", found "
            + InvalidInputException.quote(name));
  }

  /** First eight bytes of SHA-256 of the name, as an unsigned number, modulo 100. */
  private static int percentile(String function) {
    byte[] hash = Sha256.digest().digest(function.getBytes(StandardCharsets.UTF_8));
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), 100);
  }

  /** The name as options and tables show it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
