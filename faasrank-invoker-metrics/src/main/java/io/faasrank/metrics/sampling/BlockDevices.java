package io.faasrank.metrics.sampling;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows of /proc/diskstats count each request once, by what /sys/block says of the devices:
 *
 * <ul>
 *   <li>whole disks with hardware ({@code device}); partitions are not there, and loop, RAM, RAID
 *       and mapper devices have none: they pass their requests on to a disk;
 *   <li>of those, none that lies on others ({@code slaves});
 *   <li>of a multipath NVMe disk the head, which newer kernels count at; where it has counted
 *       nothing, its hidden paths ({@code hidden}), at which older kernels count. A path is of the
 *       head with the same {@code wwid}.
 * </ul>
 *
 * Not thread-safe.
 */
final class BlockDevices {

  /**
   * One device, by its properties.
   *
   * @param wwid what it stores, worldwide; empty where the kernel does not tell
   */
  private record BlockDevice(boolean disk, boolean hidden, String wwid) {}

  private final Path folder;
  private final Map<String, BlockDevice> known = new HashMap<>();

  BlockDevices(Path sysRoot) {
    this.folder = sysRoot.resolve("block");
  }

  /**
   * Names of the devices to count.
   *
   * @param requests requests completed since the boot, by name, of all rows
   */
  Set<String> counting(Map<String, Long> requests) {
    known.keySet().retainAll(requests.keySet());
    requests.keySet().forEach(name -> known.computeIfAbsent(name, this::look));
    Set<String> countedAtHead =
        known.entrySet().stream()
            .filter(each -> each.getValue().disk && !each.getValue().hidden)
            .filter(each -> requests.getOrDefault(each.getKey(), 0L) > 0)
            .map(each -> each.getValue().wwid)
            .collect(Collectors.toSet());
    Set<String> counting = new HashSet<>();
    known.forEach(
        (name, device) -> {
          if (device.disk && !(device.hidden && countedAtHead.contains(device.wwid))) {
            counting.add(name);
          }
        });
    return counting;
  }

  private BlockDevice look(String name) {
    Path device = folder.resolve(name);
    boolean disk =
        Files.exists(device.resolve("device")) && !SysFiles.holds(device.resolve("slaves"), "*");
    return disk
        ? new BlockDevice(
            true,
            SysFiles.text(device.resolve("hidden")).equals("1"),
            SysFiles.text(device.resolve("wwid")))
        : new BlockDevice(false, false, "");
  }

  /** Whether /sys tells disks from other devices. */
  boolean areKnown() {
    return Files.isDirectory(folder);
  }
}
