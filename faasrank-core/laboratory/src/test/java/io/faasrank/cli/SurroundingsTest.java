package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a machine that lacks something and ends a command in a stack trace, late, or as if
 * all were well: the command line in a process of its own.
 */
@EnabledOnOs(OS.LINUX)
class SurroundingsTest {

  private static final List<String> TRAIN =
      List.of("train", "--preset", "paper-single", "--workloads", "M1", "--invokers", "4");

  private static final List<String> EVALUATE =
      List.of("evaluate", "--policies", "greedy", "--workloads", "M1", "--repetitions", "1");

  private final Path folder;

  SurroundingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void fontsAreMissedBeforeATraining() throws Exception {
    Path nothing =
        Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig/>");
    Process process =
        start(
            Map.of("FONTCONFIG_FILE", nothing.toString()),
            List.of("-Duser.home=" + folder),
            with(TRAIN, "--out", folder.resolve("out").toString()));
    assertThat(error(process, 1)).contains("no fonts", "fonts-dejavu-core");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anUnusableCacheOfTheEngineIsNamedBeforeATraining() throws Exception {
    Process process =
        start(
            Map.of("DJL_CACHE_DIR", "/proc/nowhere"),
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
            with(TRAIN, "--out", folder.resolve("out").toString()));
    assertThat(error(process, 1)).contains("DJL_CACHE_DIR", "/proc/nowhere");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void tooSmallAHeapIsALine() throws Exception {
    assertThat(error(start(Map.of(), List.of("-Xmx20m"), EVALUATE), 2))
        .contains("the heap may grow to", "-Xmx1g");
  }

  @Test
  void outputThatIsLostIsAFailure() throws Exception {
    ProcessBuilder builder = builder(Map.of(), List.of(), EVALUATE);
    Process process = builder.redirectOutput(Path.of("/dev/full").toFile()).start();
    assertThat(error(process, 1)).contains("output was lost: No space left on device");
  }

  @Test
  void anInterruptedTrainingSaysHowItGoesOn() throws Exception {
    Process process =
        start(
            Map.of(),
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
            with(TRAIN, "--out", "a run", "--episodes", "100000", "--validate-every", "1"));
    InputStream error = process.getErrorStream();
    StringBuilder text = new StringBuilder();
    // validations are written after their checkpoints
    while (!text.toString().contains("episode 2:")) {
      int next = error.read();
      assertThat(next).as(text.toString()).isNotEqualTo(-1);
      text.append((char) next);
    }
    assertThat(process.toHandle().destroy()).isTrue();
    String rest = new String(error.readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(rest)
        .contains(
            "it goes on with: faasrank train --preset paper-single --workloads M1 --invokers 4"
                + " --out 'a run' --episodes 100000 --validate-every 1 --resume\n");
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  /** What it said, which must be one line. */
  private static String error(Process process, int exit) throws Exception {
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(error).isEqualTo(exit);
    assertThat(error.lines()).hasSize(1);
    return error;
  }

  private Process start(Map<String, String> environment, List<String> options, List<String> words)
      throws IOException {
    return builder(environment, options, words).start();
  }

  private ProcessBuilder builder(
      Map<String, String> environment, List<String> options, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.faasrank.cli.Commands"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_"));
    builder.environment().putAll(environment);
    return builder;
  }
}
