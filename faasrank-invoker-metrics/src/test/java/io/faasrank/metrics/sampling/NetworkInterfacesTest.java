package io.faasrank.metrics.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a byte that counts once for each interface it passes, and one that counts never.
 */
final class NetworkInterfacesTest {

  private static final Pattern NAMED_IN_REFERENCE_CONF =
      Pattern.compile(
          ConfigFactory.parseResources("reference.conf")
              .getString("faasrank.metrics.excluded-interfaces"));

  private final Path sys;

  NetworkInterfacesTest(@TempDir Path sys) {
    this.sys = sys;
  }

  @Test
  void whatHasHardwareCountsAndNothingAboveIt() throws IOException {
    hardware("enp5s0");
    virtual("storage", 1, "vlan", "lower_enp5s0");
    virtual("overlay", 1, "vxlan");
    virtual("home", 65534, "wireguard");
    virtual("switch", 1, "bridge", "lower_enp5s0");
    virtual("twin", 1, "");
    virtual("lo", 772, "");
    assertThat(counting("enp5s0", "storage", "overlay", "home", "switch", "twin", "lo"))
        .containsExactly("enp5s0");
  }

  @Test
  void ofABondTheSlavesCount() throws IOException {
    hardware("eno1");
    hardware("eno2");
    virtual("both", 1, "bond", "lower_eno1", "lower_eno2");
    Files.createSymbolicLink(net("eno1").resolve("master"), net("both"));
    Files.createSymbolicLink(net("eno2").resolve("master"), net("both"));
    assertThat(counting("eno1", "eno2", "both")).containsExactlyInAnyOrder("eno1", "eno2");
  }

  /** As on a virtual machine with an accelerated network: the upper one counts for both. */
  @Test
  void aSlaveOfAnInterfaceWithHardwareCountsThere() throws IOException {
    hardware("eth0");
    hardware("enP1s1");
    Files.createSymbolicLink(net("enP1s1").resolve("master"), net("eth0"));
    assertThat(counting("eth0", "enP1s1")).containsExactly("eth0");
  }

  @Test
  void withoutHardwareTheLowestCount() throws IOException {
    virtual("lo", 772, "");
    virtual("eth0", 1, "");
    virtual("eth1", 1, "macvlan");
    virtual("eth0.7", 1, "vlan", "lower_eth0");
    virtual("inner", 1, "bridge");
    virtual("tunl0", 768, "");
    virtual("over", 1, "vxlan");
    assertThat(counting("lo", "eth0", "eth1", "eth0.7", "inner", "tunl0", "over"))
        .containsExactlyInAnyOrder("eth0", "eth1");
  }

  /** The host's counters beside the /sys of a container. */
  @Test
  void whereSysIsOfAnotherNetworkNamesDecide() throws IOException {
    virtual("lo", 772, "");
    virtual("eth0", 1, "");
    assertThat(counting(NAMED_IN_REFERENCE_CONF, "lo", "eth0", "ens5", "docker0", "veth1a2b"))
        .containsExactlyInAnyOrder("eth0", "ens5");
  }

  @Test
  void withoutSysTheUsualNamesOfLayersAreLeftOut() {
    assertThat(
            counting(
                NAMED_IN_REFERENCE_CONF,
                "lo eth0 ens5 enp1s0f0np0 wlp2s0 ib0 bond0 eth0.100 vxlan.calico tunl0 weave datapath"
                    .split(" ", -1)))
        .containsExactlyInAnyOrder("eth0", "ens5", "enp1s0f0np0", "wlp2s0", "ib0", "bond0");
    assertThat(
            counting(
                NAMED_IN_REFERENCE_CONF,
                "podman0 br0 br-3f2a lxdbr0 cali12 cilium_host genev_sys_6081 kube-ipvs0 wg0 sit0 gre0"
                    .split(" ", -1)))
        .isEmpty();
  }

  @Test
  void aNameThatIsExcludedNeverCounts() throws IOException {
    hardware("eth0");
    hardware("eth1");
    assertThat(counting(Pattern.compile("eth1"), "eth0", "eth1")).containsExactly("eth0");
  }

  private Set<String> counting(String... names) {
    return counting(Pattern.compile("none"), names);
  }

  private Set<String> counting(Pattern excluded, String... names) {
    return new NetworkInterfaces(sys, excluded).counting(Set.of(names));
  }

  private Path net(String name) {
    return sys.resolve("class/net").resolve(name);
  }

  private void hardware(String name) throws IOException {
    Files.createDirectories(net(name).resolve("device"));
    Files.writeString(net(name).resolve("type"), "1\n");
  }

  private void virtual(String name, int type, String kind, String... links) throws IOException {
    Files.createDirectories(net(name));
    Files.writeString(net(name).resolve("type"), type + "\n");
    String uevent = kind.isEmpty() ? "" : "DEVTYPE=" + kind + "\n";
    Files.writeString(net(name).resolve("uevent"), uevent + "INTERFACE=" + name + "\nIFINDEX=3\n");
    for (String link : links) {
      Files.createSymbolicLink(net(name).resolve(link), net(link.replace("lower_", "")));
    }
  }
}
