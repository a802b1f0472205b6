package io.faasrank.metrics.sampling;

import io.faasrank.cluster.ResourceMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** /proc read once more, with other means than the module's: regular expressions over the texts. */
final class IndependentProc {

  private IndependentProc() {}

  static double[] read(Pattern excludedInterfaces) throws IOException {
    Map<ResourceMetric, Double> values = new EnumMap<>(ResourceMetric.class);
    String stat = text("/proc/stat");
    ResourceMetric[] metrics = ResourceMetric.values();
    MatchResult cpu =
        first("(?m)^cpu +(\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)", stat);
    for (int i = 0; i < 8; i++) {
      values.put(metrics[i], Double.parseDouble(cpu.group(i + 1)) * 10);
    }
    values.put(
        ResourceMetric.CPU_CTX_SWITCHES,
        Double.parseDouble(first("(?m)^ctxt (\\d+)", stat).group(1)));
    values.put(
        ResourceMetric.CPU_LOAD_AVG,
        Double.parseDouble(first("^([\\d.]+) ", text("/proc/loadavg")).group(1)));
    String memory = text("/proc/meminfo");
    values.put(ResourceMetric.MEMORY_FREE, megabytes("MemFree", memory));
    values.put(ResourceMetric.MEMORY_BUFFERS, megabytes("Buffers", memory));
    values.put(ResourceMetric.MEMORY_CACHED, megabytes("Cached", memory));
    List<String> disks;
    try (Stream<Path> block = Files.list(Path.of("/sys/block"))) {
      disks =
          block
              .filter(disk -> Files.exists(disk.resolve("device")))
              .map(disk -> disk.getFileName().toString())
              .toList();
    }
    Map<ResourceMetric, Integer> columns =
        Map.of(
            ResourceMetric.DISK_READ, 0,
            ResourceMetric.DISK_READ_MERGED, 1,
            ResourceMetric.DISK_READ_TIME, 3,
            ResourceMetric.DISK_WRITE, 4,
            ResourceMetric.DISK_WRITE_MERGED, 5,
            ResourceMetric.DISK_WRITE_TIME, 7);
    String diskStatistics = text("/proc/diskstats");
    for (Map.Entry<ResourceMetric, Integer> column : columns.entrySet()) {
      double sum = 0;
      for (String disk : disks) {
        MatchResult row = first("(?m)^ +\\d+ +\\d+ " + disk + " (.*)$", diskStatistics);
        sum += Double.parseDouble(row.group(1).split(" ", -1)[column.getValue()]);
      }
      values.put(column.getKey(), sum);
    }
    double received = 0;
    double sent = 0;
    List<String> hardware;
    try (Stream<Path> net = Files.list(Path.of("/sys/class/net"))) {
      hardware =
          net.filter(each -> Files.exists(each.resolve("device")))
              .map(each -> each.getFileName().toString())
              .toList();
    }
    for (MatchResult row :
        Pattern.compile("(?m)^ *(\\S+): +(\\d+)(?: +\\d+){7} +(\\d+)")
            .matcher(text("/proc/net/dev"))
            .results()
            .toList()) {
      String name = row.group(1);
      if (!excludedInterfaces.matcher(name).matches()
          && (hardware.isEmpty() || hardware.contains(name))) {
        received += Double.parseDouble(row.group(2));
        sent += Double.parseDouble(row.group(3));
      }
    }
    values.put(ResourceMetric.NET_BYTE_RECV, received);
    values.put(ResourceMetric.NET_BYTE_SENT, sent);
    double[] byOrdinal = new double[ResourceMetric.COUNT];
    values.forEach((metric, value) -> byOrdinal[metric.ordinal()] = value);
    return byOrdinal;
  }

  private static double megabytes(String name, String memory) {
    return Double.parseDouble(first("(?m)^" + name + ": +(\\d+) kB", memory).group(1)) / 1024;
  }

  private static MatchResult first(String pattern, String text) {
    try (Scanner scanner = new Scanner(text)) {
      scanner.findWithinHorizon(Pattern.compile(pattern), 0);
      return scanner.match();
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(file));
  }
}
