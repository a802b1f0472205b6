package io.faasrank.metrics.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.redis.RedisProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/**
 * Guards {@code java -jar}: libraries that only an invoker would bring, and a root for /proc that
 * is not heeded. The host it reads is a folder with two disks, partitions, and a NIC among others.
 */
class AgentIT {

  private static final byte[] KEY = InvokerReport.key(12).getBytes(StandardCharsets.UTF_8);

  @Test
  void publishesTheHostBelowItsRoot(@TempDir Path host) throws Exception {
    writeHost(host, 0);
    for (String disk : List.of("nvme0n1", "sda")) {
      Files.createDirectories(host.resolve("sys/block").resolve(disk).resolve("device"));
    }
    Files.createDirectories(host.resolve("sys/block/loop0"));
    try (RedisProcess redis = RedisProcess.start();
        Jedis client = redis.client()) {
      Process agent = agent(host, redis.port());
      try {
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get(KEY) != null);
        InvokerReport first = ReportCodec.decode(client.get(KEY));
        assertThat(first.containers()).isNull();
        assertThat(first.uniqueName()).isEqualTo("host-12");
        writeHost(host, 1);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> report(client).value(ResourceMetric.CPU_USER) > 0);
        ResourceReport report = report(client);
        assertThat(report.cores()).isEqualTo(2);
        double[] expected = {
          100, 10, 20, 30, 40, 50, 60, 70, 1000, 1.25, 512, 256, 128, 3, 5, 7, 9, 11, 13, 2000, 4000
        };
        for (ResourceMetric metric : ResourceMetric.values()) {
          assertThat(report.value(metric))
              .as(metric.metricName())
              .isEqualTo(expected[metric.ordinal()]);
        }
      } finally {
        agent.destroy();
        assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"faasrank.jar", "faasrank.jar.akka"})
  void aWrongSettingEndsItWithOneLine(String jar) throws Exception {
    Process agent = start(jar, List.of("-Dfaasrank.metrics.agent.invoker=many"));
    String output = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(agent.waitFor()).isEqualTo(2);
    assertThat(output.strip())
        .startsWith("faasrank-invoker-metrics: ")
        .contains("faasrank.metrics.agent.invoker")
        .doesNotContain("\n");
  }

  @Test
  void helpAndVersionSucceed() throws Exception {
    String version = answer("--version");
    assertThat(version).matches("faasrank-invoker-metrics \\d+\\.\\d+\\.\\d+\\S*");
    assertThat(answer("--help"))
        .startsWith("Usage: java ")
        .contains("faasrank.metrics.agent.invoker = -1", "faasrank.metrics.redis.port = 6379")
        .contains("Exit codes");
  }

  private static String answer(String argument) throws Exception {
    Process agent = start("faasrank.jar", List.of(), argument);
    String output = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(agent.waitFor()).isZero();
    return output.strip();
  }

  @Test
  void aMisspeltKeyIsALineThatNamesTheNearest() throws Exception {
    Process agent =
        start(
            "faasrank.jar",
            List.of(
                "-Dfaasrank.metrics.redis.hots=redis", "-Dfaasrank.metrics.agent.invoker=many"));
    String output = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(agent.waitFor()).isEqualTo(2);
    assertThat(output)
        .contains(
            "faasrank.metrics.redis.hots is no known key and has no effect; did you mean"
                + " faasrank.metrics.redis.host?");
  }

  private static ResourceReport report(Jedis client) throws Exception {
    return ReportCodec.decode(client.get(KEY)).resources();
  }

  private static Process agent(Path host, int port) throws IOException {
    return start(
        "faasrank.jar",
        List.of(
            "-Dfaasrank.metrics.agent.invoker=12",
            "-Dfaasrank.metrics.agent.unique-name=host-12",
            "-Dfaasrank.metrics.proc-root=" + host.resolve("proc"),
            "-Dfaasrank.metrics.sys-root=" + host.resolve("sys"),
            // each report a full one: the host moves in one interval alone
            "-Dfaasrank.metrics.compact=false",
            "-Dfaasrank.metrics.redis.port=" + port));
  }

  private static Process start(String jar, List<String> settings, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(settings);
    command.addAll(List.of("-jar", System.getProperty(jar)));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The host's files, {@code step} intervals after the first. */
  private static void writeHost(Path host, int step) throws IOException {
    write(
        host,
        "proc/stat",
        """
        cpu  %s %s %s %s %s %s %s %s 0 0
        cpu0 1 1 1 1 1 1 1 1 0 0
        cpu1 1 1 1 1 1 1 1 1 0 0
        intr 5 0 5
        ctxt %s
        """
            .formatted(
                700 + 10 * step,
                100 + step,
                100 + 2 * step,
                900 + 3 * step,
                50 + 4 * step,
                60 + 5 * step,
                70 + 6 * step,
                80 + 7 * step,
                123_456 + 1000 * step));
    write(host, "proc/loadavg", "1.25 0.50 0.10 1/100 1234\n");
    write(
        host,
        "proc/meminfo",
        """
        MemTotal:        2048000 kB
        MemFree:          524288 kB
        MemAvailable:    1048576 kB
        Buffers:          262144 kB
        Cached:           131072 kB
        SwapCached:         1024 kB
        """);
    String disk = " %s %s 8 %s %s %s 8 %s 0 0 0 0 0 0 0 0 0\n";
    String half =
        disk.formatted(
            1 + step, 1 + 2 * step, 1 + 3 * step, 1 + 4 * step, 1 + 5 * step, 1 + 6 * step);
    String other =
        disk.formatted(
            9 + 2 * step, 9 + 3 * step, 9 + 4 * step, 9 + 5 * step, 9 + 6 * step, 9 + 7 * step);
    String counted = disk.formatted(5 + 99 * step, 5 + 99 * step, 5 + 99 * step, 5, 5, 5);
    write(
        host,
        "proc/diskstats",
        "   8 0 sda"
            + half
            + "   8 1 sda1"
            + counted
            + "   7 0 loop0"
            + counted
            + " 259 0 nvme0n1"
            + other
            + " 259 1 nvme0n1p1"
            + counted);
    String row = "%6s: %s 1 0 0 0 0 0 0 %s 1 0 0 0 0 0 0\n";
    write(
        host,
        "proc/1/net/dev",
        "Inter-|   Receive  |  Transmit\n face |bytes packets|bytes packets\n"
            + row.formatted("lo", 7 + 5000 * step, 7 + 5000 * step)
            + row.formatted("eth0", 100 + 2000 * step, 200 + 4000 * step)
            + row.formatted("veth1a2b", 7 + 5000 * step, 7 + 5000 * step)
            + row.formatted("docker0", 7 + 5000 * step, 7 + 5000 * step));
  }

  /** Replaces the file at once, so that the agent never reads half of it. */
  private static void write(Path host, String name, String text) throws IOException {
    Path file = host.resolve(name);
    Files.createDirectories(file.getParent());
    Path fresh = Files.writeString(file.resolveSibling("fresh"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
