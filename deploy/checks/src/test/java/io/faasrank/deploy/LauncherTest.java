package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code deploy/bin/faasrank} in a small checkout whose Maven and Java only write down how
 * they were called. Guards against a build that is missed or done for nothing, a class path that
 * lacks a module, and a word that reaches Java changed.
 */
class LauncherTest {

  private static final List<String> MODULES =
      List.of(
          "faasrank-core",
          "faasrank-core/laboratory",
          "faasrank-loadbalancer/redis-link",
          "faasrank-loadbalancer/openwhisk-api",
          "faasrank-invoker-metrics",
          "faasrank-loadbalancer",
          "deploy/testbed");

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  private final Path home;
  private final Path jdk;
  private final Path bin;

  LauncherTest(@TempDir Path folder) {
    home = folder.resolve("a checkout");
    jdk = folder.resolve("jdk");
    bin = jdk.resolve("bin");
  }

  @BeforeEach
  void makeCheckout() throws IOException {
    for (String module : MODULES) {
      write(home.resolve(module).resolve("src/main/java/A.java"), "");
      write(home.resolve(module).resolve("pom.xml"), "");
    }
    write(home.resolve("pom.xml"), "");
    write(home.resolve(".mvn/maven.config"), "");
    Path launcher = home.resolve("deploy/bin/faasrank");
    Files.createDirectories(launcher.resolveSibling(""));
    Files.copy(Repository.file("deploy/bin/faasrank"), launcher);
    program(launcher);
    // a jar as Maven names it, and beside it those that must not be taken
    program(
        write(
            bin.resolve("mvn"),
            """
            #!/bin/sh
            echo "$@" >>"$LOG"
            echo '[INFO] Building FaaSRank core 0.2.0                                      [1/2]'
            echo '[INFO] nothing that anybody needs to see'
            echo '[INFO] Building FaaSRank testbed 0.2.0                                   [2/2]'
            if [ -n "${BROKEN:-}" ]; then echo '[ERROR] A.java:[1,1] broken'; exit 1; fi
            for module in %s; do
              mkdir -p "$module/target"
              name=$(basename "$module"); name=faasrank-${name#faasrank-}
              for end in .jar -plugin.jar -tests.jar; do
                echo "$module$end" >"$module/target/$name-0.2.0$end"
              done
            done
            """
                .formatted(String.join(" ", MODULES))));
    program(write(bin.resolve("javac"), "#!/bin/sh\n"));
    program(
        write(
            bin.resolve("java"),
            """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "'"${VERSION:-17.0.1}"'"' >&2; exit; fi
            echo "LC_ALL=${LC_ALL:-}"
            for word; do echo "$word"; done
            """));
    age(home);
  }

  @Test
  void buildsOnceAndRunsTheTestbedsMain() throws IOException {
    List<String> words = run("demo", "--out", "two words", "*");
    assertThat(builds())
        .containsExactly(
            "-B -Dstyle.color=never -Dmaven.test.skip=true -pl deploy/testbed -am package");
    assertThat(words).noneMatch(word -> word.startsWith("--enable-native-access"));
    assertThat(words).endsWith("io.faasrank.testbed.cli.Main", "demo", "--out", "two words", "*");

    String target = home.resolve("deploy/testbed/target").toString();
    List<String> path = List.of(words.get(words.indexOf("-cp") + 1).split(":"));
    assertThat(path)
        .containsExactly(
            target + "/app/faasrank-core.jar",
            target + "/app/laboratory.jar",
            target + "/app/redis-link.jar",
            target + "/app/faasrank-invoker-metrics.jar",
            target + "/app/faasrank-loadbalancer.jar",
            target + "/app/testbed.jar",
            target + "/lib/*");
    for (String jar : path.subList(0, 6)) {
      assertThat(Files.readString(Path.of(jar)))
          .endsWith(".jar\n")
          .doesNotContain("-plugin", "-tests");
    }
  }

  @Test
  void buildsAgainAfterAnEditOfAnyModuleOnly() throws IOException {
    run("demo");
    run("demo");
    assertThat(builds()).hasSize(1);
    int expected = 1;
    for (String module : MODULES) {
      for (String file : List.of("src/main/java/A.java", "pom.xml")) {
        Path edited = home.resolve(module).resolve(file);
        Files.setLastModifiedTime(edited, FileTime.from(Instant.now().plusSeconds(5)));
        run("demo");
        assertThat(builds()).as(module + "/" + file).hasSize(++expected);
        Files.setLastModifiedTime(edited, LONG_AGO);
      }
    }
    write(home.resolve("faasrank-core/src/test/java/ATest.java"), "");
    run("demo");
    assertThat(builds()).hasSize(expected);
  }

  @Test
  void theFirstBuildSaysHowFarItIs() throws IOException {
    Tool.Outcome outcome = launch(jdk.toString(), List.of("demo"));
    assertThat(outcome.output().lines().filter(line -> line.startsWith("faasrank: ")))
        .containsExactly(
            "faasrank: building faasrank, once; this takes a minute or two ...",
            "faasrank:   1/2  FaaSRank core",
            "faasrank:   2/2  FaaSRank testbed",
            "faasrank: starting ...");
    assertThat(outcome.output()).doesNotContain("[INFO]", "\u001b");
  }

  @Test
  void aBuildThatFailsShowsItsErrors() throws IOException {
    Tool.Outcome outcome = launch(jdk.toString(), List.of("demo"), Map.of("BROKEN", "yes"));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output())
        .contains("[ERROR] A.java:[1,1] broken\n")
        .contains("faasrank: the build failed, its errors are above and its whole output in ");
    assertThat(home.resolve("deploy/testbed/target/faasrank-build.log"))
        .content()
        .contains("nothing that anybody needs to see");
    run("demo");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aNewerJavaIsToldNotToWarnOfNativeCode() throws IOException {
    Tool.Outcome newer = launch(jdk.toString(), List.of("demo"), Map.of("VERSION", "25.0.1"));
    assertThat(newer.output())
        .contains("--enable-native-access=ALL-UNNAMED\n--sun-misc-unsafe-memory-access=allow\n");
    assertThat(run("demo")).contains("--enable-native-access=ALL-UNNAMED");
  }

  /** In plain ASCII Java could name neither such a checkout nor such an option. */
  @Test
  void namesOfFilesAreUnicodeWhateverTheLocale() {
    assertThat(launch(jdk.toString(), List.of("demo"), Map.of("LC_ALL", "C")).output())
        .contains("LC_ALL=C.UTF-8\n");
    assertThat(launch(jdk.toString(), List.of("demo"), Map.of("LC_ALL", "C.UTF-8")).output())
        .contains("LC_ALL=C.UTF-8\n");
  }

  @Test
  void aColonInThePathIsOneLine(@TempDir Path folder) throws IOException {
    Path launcher = folder.resolve("a:b/deploy/bin/faasrank");
    Files.createDirectories(launcher.resolveSibling(""));
    Files.copy(Repository.file("deploy/bin/faasrank"), launcher);
    program(launcher);
    Tool.Outcome outcome = Tool.run(folder, Map.of(), launcher.toString(), "demo");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output().lines()).hasSize(1);
    assertThat(outcome.output()).contains("a:b'; Java's class path cannot hold");
  }

  @Test
  void aClosedStandardOutputIsOneLine() {
    String launcher = home.resolve("deploy/bin/faasrank").toString();
    Tool.Outcome outcome =
        Tool.run(home, Map.of(), "sh", "-c", "'" + launcher + "' demo 2>&1 >&- | cat");
    assertThat(outcome.output().lines())
        .containsExactly("faasrank: standard output is closed; the result would be lost");
  }

  @Test
  void aMissingJavaIsOneLine() {
    Tool.Outcome outcome = launch("/nowhere", List.of("demo"));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output().lines())
        .containsExactly(
            "faasrank: JAVA_HOME is '/nowhere', which has no bin/java; expected a JDK 17 or newer");
  }

  /** The words that Java was started with. */
  private List<String> run(String... words) {
    Tool.Outcome outcome = launch(jdk.toString(), List.of(words));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome.output().lines().filter(line -> !line.startsWith("faasrank: ")).toList();
  }

  private Tool.Outcome launch(String javaHome, List<String> words) {
    return launch(javaHome, words, Map.of());
  }

  private Tool.Outcome launch(String javaHome, List<String> words, Map<String, String> more) {
    List<String> command = new ArrayList<>(List.of(home.resolve("deploy/bin/faasrank").toString()));
    command.addAll(words);
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", javaHome);
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("LOG", log().toString());
    environment.put("JAVA_OPTS", "");
    environment.put("FAASRANK_JAVA_OPTS", "");
    environment.putAll(more);
    return Tool.run(home, environment, command);
  }

  private Path log() {
    return bin.resolve("builds");
  }

  /** How Maven was called, a line each. */
  private List<String> builds() throws IOException {
    return Files.readAllLines(log());
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  private static void program(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** As if everything had been there for years, so that a build is newer than all of it. */
  private static void age(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, LONG_AGO);
      }
    }
  }
}
