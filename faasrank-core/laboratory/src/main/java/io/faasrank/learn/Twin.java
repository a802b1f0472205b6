package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.FunctionProfile;
import java.util.List;

/**
 * A cluster as its log shows it: the simulator's parameters, with what each rests on.
 *
 * @param calibration of the simulator that all else is taken from
 * @param exponent what contention costs: with more demand than cores, activations advance at {@code
 *     (cores / demand) ^ exponent}
 * @param slowedRuns runs that contention slowed; with few, exponent and cores demanded are the
 *     calibration's
 * @param cpuSamples reports of busy cores that the demands rest on
 * @param overheadSeconds an activation's way to its invoker and back
 * @param controllers that share the invokers
 * @param arrivalsPerSecond in the mean
 * @param load cores demanded by warm runs relative to all cores
 * @param functions as the record's actions, in their order
 * @param invokers as the record's
 * @param remarks what is unknown or was assumed, a sentence each
 */
public record Twin(
    String calibration,
    double exponent,
    int slowedRuns,
    int cpuSamples,
    double overheadSeconds,
    int controllers,
    double arrivalsPerSecond,
    double load,
    List<TwinFunction> functions,
    List<TwinInvoker> invokers,
    List<String> remarks) {

  /**
   * An invoker of the twin.
   *
   * @param reported whether it has reported its cores; else they are those of the others
   */
  public record TwinInvoker(double cores, int memoryMb, boolean reported) {}

  public Twin {
    functions = List.copyOf(functions);
    invokers = List.copyOf(invokers);
    remarks = List.copyOf(remarks);
  }

  /** How it behaves. Creating a container costs what its function says and no more. */
  public SimulationSettings settings(Config config) {
    SimulationSettings base = SimulationSettings.from(config, calibration);
    return base.withFitted(base.coresPerMb(), exponent, 0);
  }

  /** Its invokers, as the simulator takes them. */
  public List<InvokerSettings> cluster() {
    return invokers.stream().map(i -> new InvokerSettings(i.cores(), i.memoryMb())).toList();
  }

  /** Its functions, as the simulator takes them. */
  public List<FunctionProfile> profiles() {
    return functions.stream().map(TwinFunction::profile).toList();
  }

  /** The cluster in virtual time. */
  public Simulator simulator(Config config) {
    return new Simulator(settings(config), cluster()).withControllers(controllers);
  }
}
