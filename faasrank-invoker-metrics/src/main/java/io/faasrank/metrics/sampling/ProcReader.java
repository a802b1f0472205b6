package io.faasrank.metrics.sampling;

import io.faasrank.cluster.ResourceMetric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import oshi.software.common.os.linux.nativefree.LinuxOperatingSystemNF;
import oshi.util.FileUtil;
import oshi.util.GlobalConfig;
import oshi.util.ParseUtil;
import oshi.util.driver.linux.proc.DiskStats;
import oshi.util.driver.linux.proc.DiskStats.IoStat;
import oshi.util.linux.ProcPath;

/**
 * Reads the host's counters with OSHI, without native code. OSHI's own objects are passed over
 * where they repeat a value for 300 ms, lack one of Table I or cost ten times as much; its /proc
 * helpers are used instead. /proc/stat is read once, so that CPU times and context switches are of
 * one instant. Not thread-safe.
 */
public final class ProcReader {

  private static final ResourceMetric[] CPU_COLUMNS = {
    ResourceMetric.CPU_USER,
    ResourceMetric.CPU_NICE,
    ResourceMetric.CPU_KERNEL,
    ResourceMetric.CPU_IDLE,
    ResourceMetric.CPU_IOWAIT,
    ResourceMetric.CPU_IRQ,
    ResourceMetric.CPU_SOFTIRQ,
    ResourceMetric.CPU_STEAL
  };

  private static final Map<ResourceMetric, IoStat> DISK_COLUMNS =
      new EnumMap<>(
          Map.of(
              ResourceMetric.DISK_READ, IoStat.READS,
              ResourceMetric.DISK_READ_MERGED, IoStat.READS_MERGED,
              ResourceMetric.DISK_READ_TIME, IoStat.READS_MS,
              ResourceMetric.DISK_WRITE, IoStat.WRITES,
              ResourceMetric.DISK_WRITE_MERGED, IoStat.WRITES_MERGED,
              ResourceMetric.DISK_WRITE_TIME, IoStat.WRITES_MS));

  /** Columns of /proc/net/dev after the name. */
  private static final int RECEIVED_BYTES = 0;

  private static final int SENT_BYTES = 8;

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private static final String CPU = "cpu";

  private final BlockDevices disks;
  private final NetworkInterfaces interfaces;
  private final String netDev;
  private final long ticksPerSecond;

  /**
   * @param procRoot the host's /proc; one for the whole process, as OSHI keeps it in constants
   * @param sysRoot the host's /sys, which tells what lies on what
   * @param excludedInterfaces names of network interfaces to leave out
   */
  public ProcReader(Path procRoot, Path sysRoot, Pattern excludedInterfaces) {
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_PROC_PATH, procRoot.toString());
    if (!Path.of(ProcPath.PROC).equals(procRoot)) {
      throw new IllegalStateException(
          "this process reads " + ProcPath.PROC + " already; it cannot read " + procRoot);
    }
    this.disks = new BlockDevices(sysRoot);
    this.interfaces = new NetworkInterfaces(sysRoot, excludedInterfaces);
    // net/dev of another mount of /proc is still that of the reader's network; 1/net/dev is not
    Path ofInit = procRoot.resolve("1/net/dev");
    boolean own = procRoot.equals(Path.of("/proc")) || !Files.isReadable(ofInit);
    this.netDev = own ? ProcPath.NET + "/dev" : ofInit.toString();
    this.ticksPerSecond = LinuxOperatingSystemNF.hz();
  }

  /**
   * Reads all counters.
   *
   * @throws IllegalStateException when /proc/stat cannot be read; anything else that cannot be read
   *     is left out
   */
  HostCounters read() {
    Map<ResourceMetric, Double> gauges = new EnumMap<>(ResourceMetric.class);
    Map<ResourceMetric, Map<String, Long>> counters = new EnumMap<>(ResourceMetric.class);
    int cores = readStat(counters);
    readLoad(gauges);
    readMemory(gauges);
    readDisks(counters);
    readNetwork(counters);
    return new HostCounters(cores, gauges, counters);
  }

  private int readStat(Map<ResourceMetric, Map<String, Long>> counters) {
    int cores = 0;
    for (String line : FileUtil.readFile(ProcPath.STAT, false)) {
      if (line.startsWith("cpu ")) {
        String[] columns = SPACES.split(line, -1);
        for (int i = 0; i < CPU_COLUMNS.length && i + 1 < columns.length; i++) {
          long ticks = ParseUtil.parseLongOrDefault(columns[i + 1], 0);
          counters.put(CPU_COLUMNS[i], Map.of(CPU, ticks * 1000 / ticksPerSecond));
        }
      } else if (line.startsWith(CPU)) {
        cores++;
      } else if (line.startsWith("ctxt ")) {
        counters.put(
            ResourceMetric.CPU_CTX_SWITCHES, Map.of(CPU, ParseUtil.parseLastLong(line, 0)));
      }
    }
    if (cores == 0) {
      throw new IllegalStateException("no CPU in " + ProcPath.STAT);
    }
    return cores;
  }

  private static void readLoad(Map<ResourceMetric, Double> gauges) {
    List<String> lines = FileUtil.readFile(ProcPath.LOADAVG, false);
    if (!lines.isEmpty()) {
      String oneMinute = SPACES.split(lines.get(0), -1)[0];
      gauges.put(
          ResourceMetric.CPU_LOAD_AVG, ParseUtil.parseDoubleOrDefault(oneMinute, Double.NaN));
    }
  }

  private static void readMemory(Map<ResourceMetric, Double> gauges) {
    Map<String, String> memory = FileUtil.getKeyValueMapFromFile(ProcPath.MEMINFO, ":");
    putMegabytes(gauges, ResourceMetric.MEMORY_FREE, memory.get("MemFree"));
    putMegabytes(gauges, ResourceMetric.MEMORY_BUFFERS, memory.get("Buffers"));
    putMegabytes(gauges, ResourceMetric.MEMORY_CACHED, memory.get("Cached"));
  }

  private static void putMegabytes(
      Map<ResourceMetric, Double> gauges, ResourceMetric metric, @Nullable String kilobytes) {
    if (kilobytes != null) {
      String number = SPACES.split(kilobytes, -1)[0];
      gauges.put(metric, ParseUtil.parseDoubleOrDefault(number, Double.NaN) / 1024);
    }
  }

  private void readDisks(Map<ResourceMetric, Map<String, Long>> counters) {
    Map<String, Map<IoStat, Long>> rows = DiskStats.getDiskStats();
    if (rows.isEmpty() || !disks.areKnown()) {
      return;
    }
    Map<String, Long> requests = new HashMap<>();
    rows.forEach(
        (name, row) ->
            requests.put(
                name, row.getOrDefault(IoStat.READS, 0L) + row.getOrDefault(IoStat.WRITES, 0L)));
    Set<String> counting = disks.counting(requests);
    for (Map.Entry<ResourceMetric, IoStat> column : DISK_COLUMNS.entrySet()) {
      Map<String, Long> byDisk = new HashMap<>();
      for (String name : counting) {
        Long value = rows.getOrDefault(name, Map.of()).get(column.getValue());
        if (value != null) {
          byDisk.put(name, value);
        }
      }
      counters.put(column.getKey(), byDisk);
    }
  }

  private void readNetwork(Map<ResourceMetric, Map<String, Long>> counters) {
    Map<String, Long> received = new HashMap<>();
    Map<String, Long> sent = new HashMap<>();
    List<String> lines = FileUtil.readFile(netDev, false);
    for (String line : lines) {
      int colon = line.indexOf(':');
      String[] columns = SPACES.split(line.substring(colon + 1).strip(), -1);
      if (colon > 0 && columns.length > SENT_BYTES) {
        String name = line.substring(0, colon).strip();
        received.put(name, ParseUtil.parseLongOrDefault(columns[RECEIVED_BYTES], 0));
        sent.put(name, ParseUtil.parseLongOrDefault(columns[SENT_BYTES], 0));
      }
    }
    if (!lines.isEmpty()) {
      Set<String> counting = interfaces.counting(received.keySet());
      received.keySet().retainAll(counting);
      sent.keySet().retainAll(counting);
      counters.put(ResourceMetric.NET_BYTE_RECV, received);
      counters.put(ResourceMetric.NET_BYTE_SENT, sent);
    }
  }
}
