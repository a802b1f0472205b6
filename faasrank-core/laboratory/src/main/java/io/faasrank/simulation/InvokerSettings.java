package io.faasrank.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of one simulated invoker.
 *
 * @param cores CPU cores, positive; the paper's have 8 (Section VI-B)
 * @param memoryMb memory for action containers in MB, positive; the paper's have 2,048
 * @param creationFactor how much longer creating a container takes here than elsewhere, positive;
 *     slow disks make it large, and it matters where the platform has creation slots
 */
public record InvokerSettings(double cores, int memoryMb, double creationFactor) {

  /** The invoker of the paper's clusters. */
  public static final InvokerSettings PAPER = new InvokerSettings(8, 2048);

  private static final Pattern GROUP =
      Pattern.compile("(\\d{1,6})x(\\d{1,4}(?:\\.\\d+)?)c(\\d{1,7})m");

  public InvokerSettings {
    if (!(cores > 0) || !Double.isFinite(cores)) {
      throw new IllegalArgumentException("an invoker needs more than 0 cores, not " + cores);
    }
    if (memoryMb <= 0) {
      throw new IllegalArgumentException("an invoker needs more than 0 MB, not " + memoryMb);
    }
    if (!(creationFactor > 0) || !Double.isFinite(creationFactor)) {
      throw new IllegalArgumentException(
          "an invoker's creation factor must be positive, not " + creationFactor);
    }
  }

  /** An invoker that creates containers as fast as others do. */
  public InvokerSettings(double cores, int memoryMb) {
    this(cores, memoryMb, 1);
  }

  /** A homogeneous cluster of the paper's invokers. */
  public static List<InvokerSettings> paperCluster(int invokers) {
    if (invokers <= 0) {
      throw new IllegalArgumentException("a cluster needs at least 1 invoker, not " + invokers);
    }
    return Collections.nCopies(invokers, PAPER);
  }

  /**
   * Reads a cluster: a number of the paper's invokers, or groups such as {@code
   * 6x8c2048m,4x4c1024m} (six of 8 cores and 2,048 MB, then four of 4 cores and 1,024 MB).
   */
  public static List<InvokerSettings> parseCluster(String text) {
    if (text.matches("\\d{1,6}")) {
      return paperCluster(Integer.parseInt(text));
    }
    List<InvokerSettings> invokers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher group = GROUP.matcher(part.strip());
      if (!group.matches() || Integer.parseInt(group.group(1)) == 0) {
        throw new IllegalArgumentException(
            "cannot read cluster '"
                + text
                + "' at '"
                + part
                + "', expected a number of invokers or groups such as 6x8c2048m,4x4c1024m");
      }
      InvokerSettings one =
          new InvokerSettings(Double.parseDouble(group.group(2)), Integer.parseInt(group.group(3)));
      invokers.addAll(Collections.nCopies(Integer.parseInt(group.group(1)), one));
    }
    return List.copyOf(invokers);
  }
}
