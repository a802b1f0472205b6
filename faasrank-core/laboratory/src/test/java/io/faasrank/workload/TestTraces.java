package io.faasrank.workload;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Small traces that tests make, and the real one where its folder is given. */
final class TestTraces {

  private TestTraces() {}

  /** Functions named f0, f1, ... with random counts from 0 to {@code most} per minute. */
  static AzureTrace random(int functions, int minutes, int most, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    List<TraceFunction> list = new ArrayList<>();
    for (int f = 0; f < functions; f++) {
      int[] counts = random.ints(minutes, 0, most + 1).toArray();
      list.add(function("f" + f, counts));
    }
    return new AzureTrace("made", minutes, list);
  }

  static TraceFunction function(String hash, int... counts) {
    return new TraceFunction(hash, "", counts, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The 250-function sample of the Azure 2019 trace; skips the test where it is not given. */
  static AzureTrace real() {
    String folder = System.getProperty("faasrank.trace", "");
    assumeTrue(
        Files.isDirectory(Path.of(folder)) && !folder.isEmpty(),
        "give the folder of a real trace as -Dfaasrank.trace to run this test");
    return AzureTrace.read(Path.of(folder));
  }

  static Path write(Path file, String... lines) {
    try {
      return Files.writeString(file, String.join("\n", lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
