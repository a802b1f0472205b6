package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What OpenWhisk's roles start with FaaSRank's task files among their plugins. Guards against a
 * plugin that is left out or overruled without a word, which is what OpenWhisk's variables do by
 * default, and against plugins that take away what others have set.
 */
class OpenWhiskRolesTest {

  private static final String KUBERNETES =
      "org.apache.openwhisk.core.containerpool.kubernetes.KubernetesContainerFactoryProvider";

  private static final Map<String, Object> OF_KUBERNETES =
      Map.of(
          "invoker_extraEnv",
          Map.of("CONFIG_whisk_spi_ContainerFactoryProvider", KUBERNETES, "OTHER", "1"),
          "invoker_docker_volumes",
          List.of("/other:/other"));

  private static Installation installation;
  private static Installation release2;

  @BeforeAll
  static void prepare(@TempDir Path scratch) throws IOException {
    Tool.require("ansible-playbook", "ansible-core");
    installation = installed(scratch.resolve("master"), "pekko");
    release2 = installed(scratch.resolve("release-2"), "akka");
  }

  private static Installation installed(Path folder, String line) throws IOException {
    Files.createDirectory(folder);
    Installation made = new Installation(folder, line, RedisProcess.freePort(), "secret", "");
    made.useNoTls();
    made.writeInventory(Map.of());
    // enough for the variables, which the first controller's play writes
    Playbooks.Run run = made.playbooks().run("install.yml", "--limit", "controller0,localhost");
    assertThat(run.exit()).as(run.output()).isZero();
    return made;
  }

  /** Release 2.0.0's playbooks name their plugin, and their variables, after Akka. */
  @Test
  void theSameForRelease2() throws IOException {
    release2.deployOpenWhisk();

    assertThat(release2.rendered("controller0").env())
        .containsEntry("CONFIG_akka_actor_provider", "cluster")
        .containsEntry("CONFIG_faasrank_mode", "shadow");
    assertThat(release2.rendered("controller0").volumes()).hasSize(4);
    assertThat(release2.rendered("invoker0").env())
        .containsEntry("CONFIG_faasrank_metrics_procRoot", "/host/proc");
    assertThat(release2.rendered("invoker0").volumes()).hasSize(6);
  }

  /** Variables that were written for the other line, with that line's jar on the host. */
  @Test
  void thePluginsRefuseTheOtherLine() throws IOException {
    String written = Repository.text(installation.file("vars/openwhisk-vars.yml"));
    release2.playbooks().write("other.yml", written.replace("join_pekko", "join_akka"));

    for (String part : List.of("controller", "invoker")) {
      Playbooks.Run run =
          release2
              .playbooks()
              .run(
                  release2.file("openwhisk/ansible"),
                  part + ".yml",
                  "-e",
                  "@" + release2.file("other.yml"));
      assertThat(run.failure(part + "0"))
          .as(run.output())
          .contains("this OpenWhisk runs on akka, but FaaSRank's jar on this host is for pekko");
    }
  }

  /** install.yml does so before anything is copied. */
  @Test
  void installationRefusesTheOtherLine() throws IOException {
    installation.writeInventory(Map.of());
    Playbooks.Run line =
        installation.playbooks().run("install.yml", "-e", "faasrank_openwhisk_line=akka");
    installation.writeJar("other.jar", "akka", "the load balancer");
    Playbooks.Run jar =
        installation
            .playbooks()
            .run(
                "install.yml", "-e", "faasrank_loadbalancer_jar=" + installation.file("other.jar"));

    assertThat(line.failure("controller0"))
        .as(line.output())
        .contains("faasrank_openwhisk_line is akka, not pekko, which OpenWhisk runs on");
    assertThat(jar.failure("controller0"))
        .as(jar.output())
        .contains("other.jar is for OpenWhisk on akka, but faasrank_openwhisk_line is pekko");
  }

  @Test
  void addsItsPartAndLeavesTheRest() throws IOException {
    installation.writeInventory(Map.of("invokers", Map.of("invoker1", OF_KUBERNETES)));

    installation.deployOpenWhisk();

    String home = installation.file("home").toString();
    Rendered controller = installation.rendered("controller0");
    assertThat(controller.env())
        .containsEntry(
            "CONFIG_whisk_spi_LoadBalancerProvider",
            "io.faasrank.loadbalancer.openwhisk.FaaSRankBalancerProvider")
        .containsEntry(
            "CONFIG_whisk_spi_EntitlementSpiProvider",
            "org.apache.openwhisk.core.entitlement.LocalEntitlementProvider")
        .containsEntry("CONFIG_pekko_actor_provider", "cluster")
        .containsEntry("JAVA_OPTS", "-Xmx2g")
        .containsEntry("CONFIG_faasrank_mode", "shadow")
        .containsEntry("CONFIG_faasrank_candidates", "64")
        .containsEntry("CONFIG_whisk_metrics_prometheusEnabled", "true")
        .containsEntry("CONFIG_faasrank_redis_host", "127.0.0.1");
    assertThat(controller.volumes())
        .contains(installation.file("wskconf/controller/controller0") + ":/conf")
        .contains(
            home
                + "/controller/faasrank-loadbalancer.jar"
                + ":/controller/ext-lib/faasrank-loadbalancer.jar:ro",
            home + "/controller/conf:/faasrank:ro")
        .hasSize(4);
    assertThat(controller.file())
        .startsWith("include classpath(\"application.conf\")\n")
        .endsWith("\ninclude required(file(\"/faasrank/secrets.conf\"))\n");

    Rendered invoker = installation.rendered("invoker0");
    assertThat(invoker.env())
        .containsEntry(
            "CONFIG_whisk_spi_InvokerProvider", "org.apache.openwhisk.core.invoker.InvokerReactive")
        .containsEntry(
            "CONFIG_whisk_spi_InvokerServerProvider",
            "org.apache.openwhisk.core.invoker.DefaultInvokerServer")
        .containsEntry(
            "CONFIG_whisk_spi_ContainerFactoryProvider",
            "io.faasrank.metrics.openwhisk.MeteredContainerFactoryProvider")
        .containsEntry(
            "CONFIG_faasrank_metrics_containerFactoryProvider",
            "org.apache.openwhisk.core.containerpool.docker.DockerContainerFactoryProvider");
    assertThat(invoker.volumes())
        .contains(
            home
                + "/invoker/faasrank-invoker-metrics.jar"
                + ":/invoker/ext-lib/faasrank-invoker-metrics.jar:ro",
            home + "/invoker/conf:/faasrank:ro",
            "/proc:/host/proc:ro",
            "/sys:/host/sys:ro")
        .hasSize(6);
    assertThat(installation.rendered("invoker1").env())
        .containsEntry("CONFIG_faasrank_metrics_containerFactoryProvider", KUBERNETES)
        .containsEntry("OTHER", "1");
    assertThat(installation.rendered("invoker1").volumes()).contains("/other:/other").hasSize(7);
  }

  /** Each host has one variable wrong; install.yml refuses them all and copies nothing. */
  @Test
  void installationRefusesEachContradiction() throws IOException {
    installation.writeInventory(Map.of("controllers", contradictions(), "invokers", ofInvokers()));

    Playbooks.Run run = installation.playbooks().run("install.yml");

    assertThat(run.exit()).isNotZero();
    contradictions().forEach((host, wrong) -> assertThatNamed(run, host, wrong));
    ofInvokers().forEach((host, wrong) -> assertThatNamed(run, host, wrong));
    assertThat(run.failure("controller0")).isEmpty();
    assertThat(run.output()).doesNotContain("Copy the jar");
  }

  /**
   * The same where OpenWhisk's own playbooks run with the variables in the inventory, not by -e.
   */
  @Test
  void thePluginsRefuseEachContradiction() throws IOException {
    installation.writeInventory(Map.of("controllers", contradictions(), "invokers", ofInvokers()));
    installation.variablesIntoTheInventory();
    String plugins = "{\"controller_plugins\": [\"" + installation.plugin("controller") + "\"]}";

    Playbooks.Run run = installation.runOpenWhisk("-e", plugins);

    Map<String, Map<String, Object>> known = contradictions();
    // these no plugin can see: a lean controller includes none, and the plugin comes last
    List.of("lean", "extra", "hidden", "plugins").forEach(known::remove);
    known.forEach((host, wrong) -> assertThatNamed(run, host, wrong));
    Map<String, Map<String, Object>> ofInvokers = ofInvokers();
    List.of("extra-invoker", "plugins-invoker").forEach(ofInvokers::remove);
    ofInvokers.forEach((host, wrong) -> assertThatNamed(run, host, wrong));
    assertThat(run.failed()).containsEntry("controller0", 0).containsEntry("invoker0", 0);
  }

  private static void assertThatNamed(Playbooks.Run run, String host, Map<String, Object> wrong) {
    String variable = wrong.keySet().iterator().next();
    assertThat(run.failure(host)).as(host + "\n" + run.output()).contains("\"msg\": \"" + variable);
  }

  private static Map<String, Map<String, Object>> contradictions() {
    Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
    hosts.put("lean", Map.of("lean", true));
    hosts.put("scheduler", Map.of("scheduler_enable", true));
    hosts.put("balancer", Map.of("controller_loadbalancer_spi", "org.example.Other"));
    hosts.put("entitlement", Map.of("controller_entitlement_spi", ""));
    hosts.put(
        "extra",
        Map.of("controller_extraEnv", Map.of("CONFIG_whisk_spi_LoadBalancerProvider", "x")));
    // OpenWhisk's start script then reads no other file, ours included
    hosts.put("hidden", Map.of("controller_extraEnv", Map.of("OPENWHISK_CONFIG", "x")));
    hosts.put(
        "plugins", Map.of("controller_plugins", List.of("join_pekko_cluster", "somebody_elses")));
    return hosts;
  }

  private static Map<String, Map<String, Object>> ofInvokers() {
    Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
    hosts.put("scheduler-invoker", Map.of("scheduler_enable", true));
    hosts.put("reactive", Map.of("invokerReactive_spi", ""));
    hosts.put("server", Map.of("invokerServer_spi", "org.example.Other"));
    hosts.put(
        "extra-invoker",
        Map.of("invoker_extraEnv", Map.of("CONFIG_faasrank_metrics_interval", "2s")));
    hosts.put("plugins-invoker", Map.of("invoker_plugins", List.of("somebody_elses")));
    return hosts;
  }
}
