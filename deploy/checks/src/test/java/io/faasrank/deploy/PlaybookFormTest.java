package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against playbooks that Ansible cannot read, or that its own checkers object to. */
class PlaybookFormTest {

  private static final Path ANSIBLE = Repository.file("deploy/ansible");

  @Test
  void ansibleReadsEveryPlaybook(@TempDir Path home) {
    Tool.require("ansible-playbook", "ansible-core");
    List<String> command = new ArrayList<>(List.of("ansible-playbook", "--syntax-check"));
    command.addAll(
        List.of("-i", "localhost,", "install.yml", "uninstall.yml", "switch.yml", "status.yml"));
    command.addAll(List.of("redis.yml", "learner.yml"));

    Tool.Outcome outcome = run(home, command);

    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  @Test
  void ansibleLintObjectsToNothing(@TempDir Path home) {
    Tool.require("ansible-lint", "ansible-lint");

    Tool.Outcome outcome = run(home, List.of("ansible-lint", "--offline", "--nocolor", "-q"));

    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  @Test
  void yamllintObjectsToNothing(@TempDir Path home) {
    Tool.require("yamllint", "yamllint");
    List<String> command = new ArrayList<>(List.of("yamllint", "--strict", "-c", ".yamllint"));
    Repository.deployed().stream()
        .map(Path::toString)
        .filter(file -> file.endsWith(".yml") || file.endsWith(".yaml"))
        .forEach(command::add);

    Tool.Outcome outcome = run(home, command);

    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  private Tool.Outcome run(Path home, List<String> command) {
    return Tool.run(ANSIBLE, Map.of("HOME", home.toString(), "LC_ALL", "C.UTF-8"), command);
  }
}
