package io.faasrank.deploy;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Runs playbooks on this machine, below a scratch folder that also holds the inventory. */
final class Playbooks {

  /** Of the last lines that ansible-playbook prints, one a host. */
  private static final Pattern RECAP =
      Pattern.compile(
          "(?m)^(\\S+)\\s+: ok=(\\d+)\\s+changed=(\\d+)\\s+unreachable=0\\s+failed=(\\d+)");

  /** What a playbook did: changed tasks and failed tasks, by host. */
  record Run(int exit, Map<String, Integer> changed, Map<String, Integer> failed, String output) {

    int changes() {
      return changed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What Ansible prints of the task that failed on a host; lines folded. */
    String failure(String host) {
      return output
          .lines()
          .filter(
              line ->
                  line.startsWith("failed: [" + host + "]")
                      || line.startsWith("fatal: [" + host + "]"))
          .map(line -> line.replaceAll("\\\\n|\\s+", " "))
          .collect(joining("\n"));
    }
  }

  private final Path scratch;

  Playbooks(Path scratch) {
    this.scratch = scratch;
  }

  Path file(String name) {
    return scratch.resolve(name);
  }

  /** Writes a file below the scratch folder. */
  Path write(String name, String content) {
    try {
      Path file = file(name);
      Files.createDirectories(file.resolveSibling("."));
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs playbooks of deploy/ansible, separated by spaces, with {@code inventory/hosts.yml}. */
  Run run(String playbooks, String... arguments) {
    return run(Repository.file("deploy/ansible"), playbooks, arguments);
  }

  Run run(Path folder, String playbooks, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ansible-playbook", "-i", file("inventory/hosts.yml").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of(playbooks.split(" ", -1)));
    Map<String, String> environment =
        Map.of(
            "ANSIBLE_LOCAL_TEMP", file("tmp").toString(),
            "ANSIBLE_REMOTE_TEMP", file("tmp").toString(),
            "ANSIBLE_PIPELINING", "1",
            "ANSIBLE_NOCOLOR", "1",
            "ANSIBLE_NOCOWS", "1",
            // as OpenWhisk's ansible.cfg has it
            "ANSIBLE_HASH_BEHAVIOUR", "merge",
            // for playbooks of tests
            "ANSIBLE_ROLES_PATH", Repository.file("deploy/ansible/roles").toString(),
            "HOME", scratch.toString(),
            "LC_ALL", "C.UTF-8");
    Tool.Outcome outcome = Tool.run(folder, environment, command);
    return new Run(outcome.exit(), counts(outcome, 3), counts(outcome, 4), outcome.output());
  }

  private static Map<String, Integer> counts(Tool.Outcome outcome, int group) {
    return RECAP
        .matcher(outcome.output())
        .results()
        .collect(
            toMap(
                match -> match.group(1),
                match -> Integer.valueOf(match.group(group)),
                // printed after each playbook, for all so far
                (before, after) -> after,
                TreeMap::new));
  }
}
