package io.faasrank.cli;

import io.faasrank.experiment.Contenders;
import io.faasrank.policy.Policies;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The end of the help of each command that takes {@code --policies}: each with its rule. */
final class PolicyList {

  private PolicyList() {}

  /** Adds the list to the command and its subcommands, where they take policies. */
  static void addTo(CommandLine command) {
    if (command.getCommandSpec().findOption("--policies") != null) {
      command
          .getHelpSectionMap()
          .put(
              UsageMessageSpec.SECTION_KEY_FOOTER,
              help -> String.format("Policies:%n") + table(help));
    }
    command.getSubcommands().values().forEach(PolicyList::addTo);
  }

  private static String table(Help help) {
    Map<String, String> rules = new LinkedHashMap<>();
    Policies.names().forEach(name -> rules.put(name, Policies.spec(name).summary()));
    rules.put(Contenders.FPC, Contenders.FPC_SUMMARY);
    return help.createTextTable(rules).toString();
  }
}
