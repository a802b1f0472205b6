package io.faasrank.testbed.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.cli.Commands;
import io.faasrank.report.Remarks;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * How simulator and testbed agree, for the user and for other programs.
 *
 * @param command a command line that gives the same again
 */
record AgreementReport(List<Agreement> agreements, Remarks remarks, String command) {

  /** How it is written. */
  enum AgreementFormat {
    /** Aligned text for reading. */
    TABLE,
    /** A line per episode. */
    CSV,
    /** Episodes, policies with their verdicts, remarks. */
    JSON;

    /** The file in {@code --out}. */
    String file() {
      return "agreement." + (this == TABLE ? "txt" : name().toLowerCase(Locale.ROOT));
    }
  }

  void write(AgreementFormat format, PrintWriter out) {
    switch (format) {
      case TABLE -> table(out);
      case CSV -> csv(out);
      case JSON -> out.print(json().toPrettyString() + "\n");
    }
    out.flush();
  }

  /** Whether a policy's mean differs by more than the bound, or no figure can be relied on. */
  int exitCode() {
    if (!remarks.unsound().isEmpty()) {
      return Commands.UNSOUND;
    }
    return Agreement.byPolicy(agreements).stream().allMatch(Agreement.PolicyMean::within)
        ? Commands.OK
        : Commands.CROSSED;
  }

  private void table(PrintWriter out) {
    Agreement.table(agreements).forEach(out::println);
    remarks.lines().forEach(out::println);
    out.println("command  " + command);
  }

  private void csv(PrintWriter out) {
    out.print("policy,workload,repetition,simulator_s,testbed_s,difference_percent\n");
    for (Agreement each : agreements) {
      out.print(
          String.join(
                  ",",
                  each.policy(),
                  each.workload(),
                  Integer.toString(each.repetition()),
                  Double.toString(each.simulatedSeconds()),
                  Double.toString(each.testbedSeconds()),
                  Double.toString(each.percent()))
              + "\n");
    }
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("command", command);
    root.put("boundPercent", Agreement.BOUND_PERCENT);
    remarks.unsound().forEach(root.putArray("unsound")::add);
    remarks.notes().forEach(root.putArray("notes")::add);
    for (Agreement.PolicyMean mean : Agreement.byPolicy(agreements)) {
      root.withArray("policies")
          .addObject()
          .put("policy", mean.policy())
          .put("simulatorSeconds", mean.simulatedSeconds())
          .put("testbedSeconds", mean.testbedSeconds())
          .put("differencePercent", mean.percent())
          .put("withinBound", mean.within());
    }
    for (Agreement each : agreements) {
      root.withArray("episodes")
          .addObject()
          .put("policy", each.policy())
          .put("workload", each.workload())
          .put("repetition", each.repetition())
          .put("simulatorSeconds", each.simulatedSeconds())
          .put("testbedSeconds", each.testbedSeconds())
          .put("differencePercent", each.percent());
    }
    return root;
  }
}
