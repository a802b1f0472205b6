package io.faasrank.loadbalancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Guards against a controller whose first decisions load classes on the time of requests: a JVM of
 * its own starts FaaSRank and decides, and says which classes it loads meanwhile.
 */
@Timeout(120)
final class FirstDecisionTest {

  private static final String BEGIN = "the first decision begins";
  private static final String END = "the first decision ends";

  /** Not the classes of threads that run meanwhile, nor the test's own. */
  private static final Pattern DECIDING =
      Pattern.compile(
          "io\\.faasrank\\.(loadbalancer\\.(cluster|decision|model)|cluster|feature|model|policy)\\."
              + "(?!SemaphoreSlots)");

  /** In a JVM of its own. */
  static final class Fork {

    private Fork() {}

    public static void main(String[] arguments) {
      FirstDecisionBenchmark controller = new FirstDecisionBenchmark();
      controller.rehearsed = Boolean.parseBoolean(arguments[0]);
      controller.setUp();
      say(BEGIN);
      controller.place();
      say(END);
      controller.tearDown();
    }

    private static void say(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }

  @Test
  void theFirstDecisionLoadsNoClass() throws Exception {
    assertThat(loadedByTheFirstDecision(true)).isEmpty();
  }

  @Test
  void withoutARehearsalItLoadsMany() throws Exception {
    assertThat(loadedByTheFirstDecision(false))
        .hasSizeGreaterThan(5)
        .anyMatch(line -> line.contains("LiveView"));
  }

  /** Lines of the JVM that name a class that decides. */
  private static List<String> loadedByTheFirstDecision(boolean rehearsed)
      throws IOException, InterruptedException {
    Process fork =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Fork.class.getName(),
                Boolean.toString(rehearsed))
            .redirectErrorStream(true)
            .start();
    List<String> lines = fork.inputReader(UTF_8).lines().toList();
    assertThat(fork.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(fork.exitValue()).isZero();
    int begin = lines.indexOf(BEGIN);
    int end = lines.indexOf(END);
    assertThat(begin).isPositive();
    assertThat(end).isGreaterThan(begin);
    return lines.subList(begin, end).stream()
        .filter(line -> DECIDING.matcher(line).find())
        .toList();
  }
}
