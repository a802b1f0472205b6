package io.faasrank.metrics.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a request that counts once for each layer of devices, and one that counts never.
 */
final class BlockDevicesTest {

  private final Path sys;
  private final BlockDevices devices;

  BlockDevicesTest(@TempDir Path sys) {
    this.sys = sys;
    this.devices = new BlockDevices(sys);
  }

  @BeforeEach
  void aSataDisk() throws IOException {
    disk("sda");
  }

  @Test
  void partitionsAndVirtualDevicesAreLayers() throws IOException {
    device("dm-0");
    Files.createDirectories(sys.resolve("block/dm-0/slaves/sda1"));
    device("loop0");
    device("zram0");
    assertThat(
            devices.counting(Map.of("sda", 9L, "sda1", 9L, "dm-0", 9L, "loop0", 9L, "zram0", 9L)))
        .containsExactly("sda");
  }

  @Test
  void aDiskOnOtherDisksIsALayer() throws IOException {
    disk("stacked0");
    Files.createDirectories(sys.resolve("block/stacked0/slaves/sda"));
    assertThat(devices.counting(Map.of("sda", 9L, "stacked0", 9L))).containsExactly("sda");
  }

  @Test
  void ofAMultipathDiskTheHeadCounts() throws IOException {
    disk("nvme3n1", "0", "eui.01");
    disk("nvme3c0n1", "1", "eui.01");
    disk("nvme3c1n1", "1", "eui.01");
    assertThat(devices.counting(Map.of("sda", 9L, "nvme3n1", 9L, "nvme3c0n1", 5L, "nvme3c1n1", 4L)))
        .containsExactlyInAnyOrder("sda", "nvme3n1");
  }

  /** Whatever other disks count. */
  @Test
  void whereTheKernelCountsAtThePathsOnlyThoseCount() throws IOException {
    disk("nvme3n1", "0", "eui.01");
    disk("nvme3c0n1", "1", "eui.01");
    disk("nvme3c1n1", "1", "eui.01");
    disk("nvme4n1", "0", "eui.02");
    assertThat(
            devices.counting(
                Map.of("nvme3n1", 0L, "nvme3c0n1", 5L, "nvme3c1n1", 4L, "nvme4n1", 3L, "sda", 9L)))
        .contains("nvme3c0n1", "nvme3c1n1", "nvme4n1", "sda");
    assertThat(devices.counting(Map.of("nvme3c0n1", 5L))).containsExactly("nvme3c0n1");
  }

  @Test
  void withoutIdentifiersAHeadThatCountsIsEnough() throws IOException {
    disk("nvme0n1", "0", "");
    disk("nvme0c0n1", "1", "");
    assertThat(devices.counting(Map.of("nvme0n1", 7L, "nvme0c0n1", 7L))).containsExactly("nvme0n1");
    assertThat(devices.counting(Map.of("nvme0n1", 0L, "nvme0c0n1", 7L))).contains("nvme0c0n1");
  }

  @Test
  void aNameThatReturnsAsAnotherDeviceIsLookedAtAgain() throws IOException {
    assertThat(devices.counting(Map.of("sda", 9L, "sdb", 9L))).containsExactly("sda");
    assertThat(devices.counting(Map.of("sda", 9L))).containsExactly("sda");
    disk("sdb");
    assertThat(devices.counting(Map.of("sda", 9L, "sdb", 9L)))
        .containsExactlyInAnyOrder("sda", "sdb");
  }

  private Path device(String name) throws IOException {
    return Files.createDirectories(sys.resolve("block").resolve(name));
  }

  private Path disk(String name) throws IOException {
    Files.createDirectories(device(name).resolve("device"));
    return device(name);
  }

  private void disk(String name, String hidden, String wwid) throws IOException {
    Path device = disk(name);
    Files.writeString(device.resolve("hidden"), hidden + "\n");
    if (!wwid.isEmpty()) {
      Files.writeString(device.resolve("wwid"), wwid + "\n");
    }
  }
}
