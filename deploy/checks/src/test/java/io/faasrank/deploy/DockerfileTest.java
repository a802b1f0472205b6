package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads the Dockerfiles, since there is no engine to build them with. Guards against a jar that is
 * not copied, or not to where OpenWhisk's images look, or that lies beside the one of an older
 * version, or that the image's user cannot reach, and against an agent with more rights than it
 * needs.
 */
class DockerfileTest {

  /** Docker from 28.1.1 on gives them to the folders that COPY makes, too: all must enter those. */
  private static final String RIGHTS = "--chmod=0755";

  @ParameterizedTest
  @CsvSource({
    "controller, CONTROLLER_IMAGE, faasrank-loadbalancer, "
        + "/controller/ext-lib/faasrank-loadbalancer.jar",
    "invoker, INVOKER_IMAGE, faasrank-invoker-metrics, "
        + "/invoker/ext-lib/faasrank-invoker-metrics.jar",
  })
  void addsTheJarToAGivenImage(String part, String image, String module, String jar) {
    List<String> instructions = instructions(part);

    assertThat(instructions.subList(0, 2)).containsExactly("ARG " + image, "FROM ${" + image + "}");
    assertThat(copied(instructions))
        .containsExactly(RIGHTS, module + "/target/" + module + "-${FAASRANK_JAR}.jar", jar);
    assertThat(instructions).noneMatch(line -> line.startsWith("USER"));
  }

  @Test
  void theInvokersImageNamesTheMeteredFactory() {
    assertThat(instructions("invoker"))
        .contains(
            "ENV CONFIG_whisk_spi_ContainerFactoryProvider="
                + "io.faasrank.metrics.openwhisk.MeteredContainerFactoryProvider");
  }

  @Test
  void theAgentIsNobodyAndHoldsNoSetting() {
    List<String> instructions = instructions("metrics-agent");

    assertThat(instructions).contains("USER 65532:65532");
    assertThat(instructions)
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("password"))
        .noneMatch(line -> line.startsWith("ADD") || line.startsWith("EXPOSE"));
    assertThat(copied(instructions))
        .startsWith(RIGHTS)
        .endsWith("/faasrank/faasrank-invoker-metrics.jar");
    assertThat(instructions.get(instructions.size() - 1))
        .as("no shell between the engine's signals and the agent")
        .startsWith("ENTRYPOINT [\"java\"")
        .endsWith("\"/faasrank/faasrank-invoker-metrics.jar\"]");
  }

  /** What the launcher builds and runs is what the image runs. */
  @Test
  void theLearnerIsNobodyAndRunsWhatTheLauncherBuilds() {
    List<String> instructions = instructions("learner");
    String launcher = Repository.text("deploy/bin/faasrank");

    assertThat(instructions)
        .contains(
            "USER 65532:65532",
            "RUN mkdir -p -m 0700 /var/lib/faasrank-learner"
                + " && chown 65532:65532 /var/lib/faasrank-learner",
            "COPY " + RIGHTS + " deploy/testbed/target/app /faasrank/app",
            "COPY " + RIGHTS + " deploy/testbed/target/lib /faasrank/lib")
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("password"));
    assertThat(instructions.lastIndexOf("USER 65532:65532"))
        .as("who runs it")
        .isGreaterThan(instructions.lastIndexOf("USER 0:0"));
    assertThat(launcher).contains("app=$target/app", "-cp \"$path$target/lib/*\"");
    assertThat(instructions.get(instructions.size() - 1))
        .startsWith("ENTRYPOINT [\"java\"")
        .contains("\"/faasrank/app/*:/faasrank/lib/*\"")
        .endsWith("\"io.faasrank.testbed.cli.Main\", \"learn\", \"run\"]");
    assertThat(launcher).contains("io.faasrank.testbed.cli.Main");
  }

  /** The name that a COPY has is the one that the build gives the jar. */
  @ParameterizedTest
  @ValueSource(strings = {"controller", "invoker", "metrics-agent"})
  void theJarIsOfThisVersion(String part) {
    String pom = Repository.text("pom.xml");
    String version = pom.replaceFirst("(?s).*?<version>(.+?)</version>.*", "$1");

    assertThat(instructions(part)).contains("ARG FAASRANK_JAR=" + version + "-plugin");
    assertThat(pom).contains("<shadedClassifierName>plugin</shadedClassifierName>");
    if (!part.equals("metrics-agent")) {
      assertThat(Repository.text("deploy/docker/" + part + "/Dockerfile"))
          .contains("--build-arg FAASRANK_JAR=" + version + "-openwhisk-2-plugin");
    }
    assertThat(pom).contains("<shadedClassifierName>openwhisk-2-plugin</shadedClassifierName>");
  }

  private static List<String> copied(List<String> instructions) {
    List<String> copies = instructions.stream().filter(line -> line.startsWith("COPY ")).toList();
    assertThat(copies).hasSize(1);
    return List.of(copies.get(0).substring("COPY ".length()).split(" ", -1));
  }

  /** One instruction a line, without comments. */
  private static List<String> instructions(String part) {
    return Repository.text("deploy/docker/" + part + "/Dockerfile")
        .replace("\\\n", " ")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
