package io.faasrank.metrics.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards each of the 21 values against a column, unit or device mixed up: under a load of the
 * test's own on CPU, disk and network, each lies between what independent readings of /proc just
 * before and just after its two samples allow.
 */
class ProcAgreementTest {

  private static final Pattern EXCLUDED =
      Pattern.compile("lo|veth.*|docker.*|br-.*|virbr.*|ifb.*|dummy.*");

  /** Idle and I/O-wait time may be corrected by a tick per CPU; memory moves between readings. */
  private static final double TICK_MILLIS = 10;

  private static final double MEMORY_SLACK_MB = 64;

  @Test
  void everyValueLiesBetweenIndependentReadings(@TempDir Path folder) throws IOException {
    ProcReader reader = new ProcReader(Path.of("/proc"), Path.of("/sys"), EXCLUDED);

    double[] beforeFirst = IndependentProc.read(EXCLUDED);
    ResourceSampler sampler = ResourceSampler.of(reader, System::currentTimeMillis);
    double[] afterFirst = IndependentProc.read(EXCLUDED);
    load(folder, Duration.ofMillis(1500));
    double[] beforeSecond = IndependentProc.read(EXCLUDED);
    ResourceReport report = sampler.sample();
    double[] afterSecond = IndependentProc.read(EXCLUDED);

    Map<ResourceMetric, String> wrong = new EnumMap<>(ResourceMetric.class);
    for (ResourceMetric metric : ResourceMetric.values()) {
      double before = beforeSecond[metric.ordinal()];
      double after = afterSecond[metric.ordinal()];
      double slack = metric.unit().equals("MB") ? MEMORY_SLACK_MB : 0;
      double lowest = Math.min(before, after) - slack;
      double highest = Math.max(before, after) + slack;
      if (metric.kind() == ResourceMetric.Kind.DELTA) {
        slack = metric.metricName().startsWith("cpu_i") ? TICK_MILLIS * report.cores() : 0;
        lowest = before - afterFirst[metric.ordinal()] - slack;
        highest = after - beforeFirst[metric.ordinal()] + slack;
      }
      double value = report.value(metric);
      if (!(value >= lowest && value <= highest)) {
        wrong.put(metric, value + " is not in " + lowest + " to " + highest);
      }
    }
    assertThat(wrong).isEmpty();
    double computed = report.value(ResourceMetric.CPU_USER) + report.value(ResourceMetric.CPU_NICE);
    assertThat(computed).as("CPU load").isGreaterThan(100);
    assertThat(report.value(ResourceMetric.DISK_WRITE)).as("disk load").isGreaterThan(0);
    assertThat(report.value(ResourceMetric.NET_BYTE_SENT)).as("network load").isPositive();
    assertThat(report.intervalMillis()).isGreaterThanOrEqualTo(1500);
  }

  /**
   * Computes, writes through to the disk and sends to an address that is reserved for documents.
   */
  private static void load(Path folder, Duration duration) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    long end = System.nanoTime() + duration.toNanos();
    ByteBuffer block = ByteBuffer.allocateDirect(256 * 1024);
    byte[] packet = new byte[1200];
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("load"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        DatagramSocket socket = new DatagramSocket()) {
      InetAddress discard = InetAddress.getByName("192.0.2.1");
      for (int round = 0; System.nanoTime() < end; round++) {
        for (int i = 0; i < 500_000; i++) {
          packet[i % packet.length] ^= (byte) random.nextInt();
        }
        if (round % 20 == 0) {
          block.clear();
          file.write(block);
          file.force(true);
        }
        socket.send(new DatagramPacket(packet, packet.length, discard, 9));
      }
    }
  }
}
