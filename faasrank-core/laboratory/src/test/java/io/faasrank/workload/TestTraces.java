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
import java.util.stream.IntStream;

/** Small traces that tests make, and the real one where its folder is given. */
final class TestTraces {

  private TestTraces() {}

  /** Functions named f0, f1, ... with random counts from 0 to {@code most} per minute. */
  static Trace random(int functions, int minutes, int most, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    List<TraceFunction> list = new ArrayList<>();
    for (int f = 0; f < functions; f++) {
      int[] counts = random.ints(minutes, 0, most + 1).toArray();
      list.add(function("f" + f, counts));
    }
    return trace(minutes, list);
  }

  static TraceFunction withCosts(TraceFunction function, double millis, double memoryMb) {
    int[] counts = IntStream.range(0, function.minutes()).map(function::count).toArray();
    return TraceFunction.of(
        function.hash(), counts, OptionalDouble.of(millis), OptionalDouble.of(memoryMb));
  }

  static Trace trace(int minutes, List<TraceFunction> functions) {
    return new Trace(
        "made", new DataSet("made", "000000000000"), minutes, functions, List.of(), List.of());
  }

  static TraceFunction function(String hash, int... counts) {
    return TraceFunction.of(hash, counts, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The 250-function sample of the Azure 2019 trace; skips the test where it is not given. */
  static Trace real() {
    String folder = System.getProperty("faasrank.trace", "");
    assumeTrue(
        Files.isDirectory(Path.of(folder)) && !folder.isEmpty(),
        "give the folder of a real trace as -Dfaasrank.trace to run this test");
    return TraceFormats.read(folder);
  }

  static Path write(Path file, String... lines) {
    try {
      return Files.writeString(file, String.join("\n", lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
