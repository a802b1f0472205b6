package io.faasrank.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An inventory of one controller and one invoker on this machine, and what lies around it. */
final class Installation {

  /** Stands in for OpenWhisk's sources, of master; release 2.0.0 has another word in its place. */
  private static final Path OPENWHISK = Path.of("src/test/resources/openwhisk");

  private final Playbooks playbooks;
  private final String line;
  private final int port;
  private final String secret;
  private final String trust;
  private boolean tls = true;
  private boolean ownRedis = true;

  Installation(Path scratch, int port, String secret, String trust) throws IOException {
    this(scratch, "pekko", port, secret, trust);
  }

  /**
   * Prepares an installation.
   *
   * @param line what OpenWhisk runs on, {@code akka} or {@code pekko}
   */
  Installation(Path scratch, String line, int port, String secret, String trust)
      throws IOException {
    this.playbooks = new Playbooks(scratch);
    this.line = line;
    this.port = port;
    this.secret = secret;
    this.trust = trust;
    writeJar("loadbalancer.jar", line, "the load balancer");
    writeJar("metrics.jar", line, "the metrics");
    playbooks.write("model.safetensors", "a model");
    writeOpenWhisk();
  }

  /** The sources that OpenWhisk is deployed from, in which both lines differ by a word. */
  private void writeOpenWhisk() throws IOException {
    try (Stream<Path> files = Files.walk(OPENWHISK)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = OPENWHISK.relativize(file).toString().replace("pekko", line);
        playbooks.write("openwhisk/" + name, Files.readString(file).replace("pekko", line));
      }
    }
  }

  /** Writes a jar as the build makes them, as far as the role looks into it. */
  void writeJar(String name, String line, String content) throws IOException {
    String system = (line.equals("pekko") ? "org.apache.pekko" : line) + ".actor.ActorSystem";
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file(name)))) {
      for (Map.Entry<String, String> entry :
          Map.of("io/faasrank/shaded/host/ActorSystems.class", system, "content", content)
              .entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(UTF_8));
      }
    }
  }

  /** For a test whose Redis is the one that OpenWhisk brings. */
  void useOpenWhisksRedis() {
    ownRedis = false;
  }

  /** For a test whose Redis nobody calls. */
  void useNoTls() {
    tls = false;
  }

  Playbooks playbooks() {
    return playbooks;
  }

  Path file(String name) {
    return playbooks.file(name);
  }

  int port() {
    return port;
  }

  /**
   * Writes the inventory, as an operator would.
   *
   * @param more YAML of hosts beside {@code controller0} and {@code invoker0}, by group, which may
   *     be a new one
   */
  void writeInventory(Map<String, Map<String, Map<String, Object>>> more) throws IOException {
    Map<String, Object> vars = new LinkedHashMap<>();
    vars.put("ansible_connection", "local");
    vars.put("ansible_host", "127.0.0.1");
    vars.put("ansible_python_interpreter", "/usr/bin/python3");
    vars.put("config_root_dir", file("wskconf").toString());
    vars.put("whisk_logs_dir", file("wsklogs").toString());
    vars.put("rendered", file("rendered").toString());
    vars.put("faasrank_openwhisk_home", file("openwhisk").toString());
    vars.put("faasrank_home", file("home").toString());
    // text, as -e gives it
    vars.put("faasrank_become", "false");
    vars.put("faasrank_openwhisk_vars", file("vars/openwhisk-vars.yml").toString());
    vars.put("faasrank_loadbalancer_jar", file("loadbalancer.jar").toString());
    vars.put("faasrank_metrics_jar", file("metrics.jar").toString());
    vars.put("faasrank_model_file", file("model.safetensors").toString());
    vars.put("faasrank_docker_cli", file("docker").toString());
    vars.put("faasrank_redis_port", port);
    vars.put("faasrank_redis_password", secret);
    if (tls) {
      vars.put("faasrank_redis_tls", true);
      vars.put("faasrank_redis_ca", file("redis/ca.crt").toString());
      vars.put("faasrank_redis_trust_store", file("redis/trust.p12").toString());
      vars.put("faasrank_redis_trust_store_password", trust);
    }
    // no text, which Docker would refuse
    vars.put(
        "faasrank_controller_env",
        Map.of("CONFIG_faasrank_candidates", 64, "CONFIG_whisk_metrics_prometheusEnabled", true));
    vars.put("faasrank_redis_dir", file("redis").toString());
    vars.put("faasrank_redis_data", file("redis").toString());
    Map<String, Object> groups = new TreeMap<>();
    Map<String, String> first =
        new TreeMap<>(
            Map.of("controllers", "controller0", "invokers", "invoker0", "redis", "redis0"));
    if (ownRedis) {
      first.put("faasrank_redis", "redis0");
    }
    more.forEach((group, hosts) -> groups.put(group, Map.of("hosts", new TreeMap<>(hosts))));
    first.forEach(
        (group, host) -> {
          Map<String, Object> hosts = new TreeMap<>();
          hosts.put(host, Map.of());
          hosts.putAll(more.getOrDefault(group, Map.of()));
          groups.put(group, Map.of("hosts", hosts));
        });
    Map<String, Object> all = Map.of("all", Map.of("vars", vars, "children", groups));
    playbooks.write("inventory/hosts.yml", new YAMLMapper().writeValueAsString(all));
    Files.createDirectories(file("rendered"));
  }

  void makeCertificates() {
    Tool.Outcome made =
        Tool.run(
            file("."),
            Map.of("TRUST_STORE_PASSWORD", trust),
            Repository.file("deploy/redis/certificates").toString(),
            file("redis").toString(),
            "127.0.0.1");
    assertThat(made.exit()).as(made.output()).isZero();
  }

  /** What {@code docker ps} prints, on a machine whose Docker must not be asked. */
  void dockerAnswers(String containers) throws IOException {
    program("docker", containers.isEmpty() ? "exit 0" : "echo '" + containers + "'");
  }

  /** Variables of a host that no connection reaches, as ssh says it. */
  Map<String, Object> unreachable() throws IOException {
    String ssh = program("ssh", "echo 'ssh: connect to host: No route to host' >&2; exit 255");
    return Map.of("ansible_connection", "ssh", "ansible_ssh_executable", ssh);
  }

  /** A Docker that cannot say which containers there are. */
  String failingDocker() throws IOException {
    return program("failing-docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1");
  }

  private String program(String name, String command) throws IOException {
    Path program = playbooks.write(name, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program.toString();
  }

  /** Path of a plugin, as OpenWhisk's roles take it. */
  String plugin(String part) {
    String file = Repository.file("deploy/ansible/roles/faasrank/tasks/openwhisk") + "/" + part;
    assertThat(Path.of(file + ".yml")).isRegularFile();
    return file;
  }

  /** Makes the written variables weaker than those of hosts, as where somebody leaves out -e. */
  void variablesIntoTheInventory() {
    playbooks.write(
        "inventory/group_vars/all.yml", Repository.text(file("vars/openwhisk-vars.yml")));
  }

  /**
   * Runs the stand-ins for OpenWhisk's controller.yml and invoker.yml, with the written variables.
   */
  void deployOpenWhisk() {
    String variables = "@" + file("vars/openwhisk-vars.yml");
    Playbooks.Run run = runOpenWhisk("-e", variables);
    assertThat(run.exit()).as(run.output()).isZero();
  }

  /** The same with other arguments. */
  Playbooks.Run runOpenWhisk(String... arguments) {
    return playbooks.run(file("openwhisk/ansible"), "openwhisk.yml", arguments);
  }

  /**
   * What OpenWhisk's roles would have started on a host.
   *
   * @throws IOException also where a variable of the environment is no text, as docker_container
   *     refuses it
   */
  Rendered rendered(String host) throws IOException {
    ObjectMapper asDocker = new ObjectMapper();
    for (CoercionInputShape noText :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      asDocker.coercionConfigFor(LogicalType.Textual).setCoercion(noText, CoercionAction.Fail);
    }
    return asDocker.readValue(file("rendered/" + host + ".json").toFile(), Rendered.class);
  }
}
