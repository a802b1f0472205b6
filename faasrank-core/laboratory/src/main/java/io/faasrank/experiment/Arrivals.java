package io.faasrank.experiment;

import com.typesafe.config.Config;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.workload.RecordPart;
import io.faasrank.workload.WorkloadSource;
import java.util.List;

/**
 * Where an experiment's workloads come from.
 *
 * @param workloads names
 * @param functions names, by the index that arrivals carry; with draws that have actions of their
 *     own, by the remainder of that index and their number
 * @param dataSet in words, with its citation
 * @param source of the workloads, by their name
 * @param warnings one line each, on what was found in the files and passed over
 */
public record Arrivals(
    List<String> workloads,
    List<String> functions,
    String dataSet,
    WorkloadSource source,
    List<String> warnings) {

  public Arrivals {
    workloads = List.copyOf(workloads);
    functions = List.copyOf(functions);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads what the settings name.
   *
   * @throws IllegalArgumentException with one line for the user
   */
  public static Arrivals open(ExperimentSettings settings, Config config) {
    return new ArrivalReader(
            settings.trace(),
            settings.invocations(),
            settings.functions(),
            settings.invokerSettings().stream().mapToDouble(InvokerSettings::cores).sum(),
            config)
        .draw(
            settings.workloads(),
            settings.split(),
            RecordPart.ALL,
            settings.draws(),
            settings.seed());
  }
}
