package io.faasrank.cli;

import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.simulation.InvokerSettings;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --invokers} of all commands. */
public final class InvokersOption {

  @Option(
      names = "--invokers",
      paramLabel = "N|GROUPS",
      description =
          "Number of invokers of 8 cores and 2048 MB, or groups such as 6x8c2048m,4x4c1024m (default"
              + " ${DEFAULT-VALUE}); train takes several, separated by slashes, in turns.")
  private String text;

  /** The paper's cluster, unless another is given. */
  public InvokersOption() {
    this("10");
  }

  /**
   * @param text unless another is given
   */
  InvokersOption(String text) {
    this.text = text;
  }

  /**
   * The value as given, of a command that takes one cluster.
   *
   * @throws IllegalArgumentException if the value describes none
   */
  public String text() {
    List<InvokerSettings> unused = cluster();
    return text;
  }

  /** The value as given, of a command that takes several. */
  String turns() {
    return text;
  }

  /**
   * The cluster.
   *
   * @throws IllegalArgumentException if the value describes none
   */
  public List<InvokerSettings> cluster() {
    return ExperimentSettings.parse(text);
  }
}
