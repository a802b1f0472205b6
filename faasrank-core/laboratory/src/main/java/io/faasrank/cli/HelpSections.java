package io.faasrank.cli;

import io.faasrank.experiment.Contender;
import io.faasrank.experiment.Contenders;
import io.faasrank.training.Preset;
import io.faasrank.workload.InvocationLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What all commands' help has beyond their options: exit codes, and at the end what the values of
 * some options mean.
 */
final class HelpSections {

  private HelpSections() {}

  /** Adds them to the command and its subcommands. */
  static void addTo(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(ExitCodes.byCode());
    usage.showAtFileInUsageHelp(true);
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> footer(command.getCommandSpec(), help));
    command.getSubcommands().values().forEach(HelpSections::addTo);
  }

  private static String footer(CommandSpec spec, Help help) {
    StringBuilder text = new StringBuilder(String.format("%n")); // ends the line of exit codes
    if (spec.findOption("--policies") != null) {
      section(text, "Policies", help.createTextTable(policies(spec)).toString());
    }
    if (spec.findOption("--invocations") != null) {
      section(
          text,
          "Columns of --invocations",
          help.createTextTable(InvocationLog.columns()).toString());
    }
    if (spec.findOption("--preset") != null) {
      section(text, "Presets, as the options that they set", presets());
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String title, String body) {
    text.append(String.format("%n%s:%n%s", title, body));
  }

  /** Those that the command can run: a real controller serves some, and none explains fpc. */
  private static Map<String, String> policies(CommandSpec spec) {
    Map<String, String> rules = new LinkedHashMap<>(Contenders.summaries());
    if (spec.findOption("--scale") != null) {
      rules.keySet().removeIf(name -> !Contender.of(name).servable());
    } else if (spec.userObject() instanceof ExplainCommand) {
      rules.remove(Contenders.FPC);
    }
    return rules;
  }

  /**
   * A row an option, a column a preset, as wide as its values; those that are too long for one
   * stand below.
   */
  private static String presets() {
    List<Preset> presets = Arrays.asList(Preset.values());
    Map<String, List<String>> rows = new LinkedHashMap<>();
    rows.put("", presets.stream().map(Preset::toString).toList());
    for (String option : TrainOptions.of(presets.get(0)).options().keySet()) {
      if (!option.equals("--seed")) {
        rows.put(
            option,
            presets.stream()
                .map(p -> TrainOptions.of(p).options().getOrDefault(option, ""))
                .toList());
      }
    }
    StringBuilder table = new StringBuilder();
    List<String> below = new ArrayList<>();
    rows.forEach(
        (option, values) -> {
          if (isLong(values)) {
            for (int p = 0; p < values.size(); p++) {
              below.add("  %s of %s:%n    %s%n".formatted(option, presets.get(p), values.get(p)));
            }
          } else {
            table.append("  %-22s".formatted(option));
            for (int p = 0; p < values.size(); p++) {
              String value = values.get(p);
              table.append(" ".repeat(1 + width(rows, p) - value.length())).append(value);
            }
            table.append(System.lineSeparator());
          }
        });
    return table + String.join("", below);
  }

  private static boolean isLong(List<String> values) {
    return values.stream().anyMatch(value -> value.length() > 12);
  }

  private static int width(Map<String, List<String>> rows, int column) {
    return rows.values().stream()
        .filter(values -> !isLong(values))
        .mapToInt(values -> values.get(column).length())
        .max()
        .orElse(1);
  }
}
