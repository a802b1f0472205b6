package io.faasrank.metrics.sampling;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which interfaces count each byte once, by what /sys/class/net says of them: those with hardware
 * ({@code device}), over which all bytes of the host pass whatever lies above, be it a VLAN, a
 * bond, a bridge, a tunnel or an overlay. Where such a one is the slave of another ({@code
 * master}), as a virtual function under its paravirtual interface, the upper counts both.
 *
 * <p>In a network namespace of its own, as in a container, none has hardware. Then those count that
 * are no loopback, no tunnel and lie on no other. Where /sys is of another network namespace than
 * the counters, which shows in interfaces that it does not know, names alone decide.
 */
final class NetworkInterfaces {

  /**
   * Types of <a href="https://github.com/torvalds/linux/blob/v6.1/include/uapi/linux/if_arp.h">
   * if_arp.h</a>: tunnels over IP, the loopback, and none, as of WireGuard and tun.
   */
  private static final Set<String> NO_LINK =
      Set.of("768", "769", "772", "776", "778", "823", "65534");

  /** Values of DEVTYPE that lie on other interfaces, also where the kernel does not link them. */
  private static final Pattern UPPER =
      Pattern.compile("^DEVTYPE=(bridge|bond|team|vlan|vxlan|geneve)$", Pattern.MULTILINE);

  private final Path folder;
  private final Pattern excluded;

  /**
   * @param excluded names that never count
   */
  NetworkInterfaces(Path sysRoot, Pattern excluded) {
    this.folder = sysRoot.resolve("class/net");
    this.excluded = excluded;
  }

  /**
   * Names of the interfaces to count.
   *
   * @param names all that have counters
   */
  Set<String> counting(Set<String> names) {
    List<String> candidates =
        names.stream()
            .filter(name -> !excluded.matcher(name).matches())
            .collect(Collectors.toUnmodifiableList());
    if (!candidates.stream().allMatch(name -> Files.exists(folder.resolve(name)))) {
      return Set.copyOf(candidates);
    }
    Set<String> hardware =
        candidates.stream().filter(this::hasHardware).collect(Collectors.toSet());
    if (hardware.isEmpty()) {
      return candidates.stream().filter(this::isLowest).collect(Collectors.toSet());
    }
    return hardware.stream()
        .filter(name -> !Files.exists(folder.resolve(name).resolve("master/device")))
        .collect(Collectors.toSet());
  }

  private boolean hasHardware(String name) {
    return Files.exists(folder.resolve(name).resolve("device"));
  }

  private boolean isLowest(String name) {
    Path entry = folder.resolve(name);
    return !NO_LINK.contains(SysFiles.text(entry.resolve("type")))
        && !UPPER.matcher(SysFiles.text(entry.resolve("uevent"))).find()
        && !SysFiles.holds(entry, "lower_*");
  }
}
