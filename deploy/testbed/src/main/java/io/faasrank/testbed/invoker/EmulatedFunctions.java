package io.faasrank.testbed.invoker;

import io.faasrank.cluster.ActionReport;
import io.faasrank.simulation.FinishedRun;
import io.faasrank.simulation.InvokerModel;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.workload.FunctionProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The actions that one emulated invoker has met, each a function of its model, and what was
 * measured of them. A container serves one revision of an action for one namespace, so each such
 * triple is a function of its own. Guarded by its invoker.
 */
final class EmulatedFunctions {

  /** Most actions in a report, as the metrics module's own default. */
  private static final int MOST_REPORTED = 512;

  private static final double MILLIS_PER_SECOND = 1000;

  private final InvokerModel model;
  private final Map<FunctionKey, Measured> functions = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Measured> byNumber = new ArrayList<>();

  EmulatedFunctions(InvokerModel model) {
    this.model = model;
  }

  /**
   * The model's function for an activation, added when it is new.
   *
   * @throws IllegalArgumentException when it does not fit on the invoker
   */
  int of(Activation activation, FunctionProfile profile) {
    Measured known = functions.get(FunctionKey.of(activation));
    if (known == null) {
      int number = model.addFunction(profile);
      known =
          new Measured(
              number,
              activation.caller().namespace(),
              activation.action().qualified(),
              profile.memoryMb());
      functions.put(FunctionKey.of(activation), known);
      byNumber.add(known);
    }
    return known.number;
  }

  void measured(FinishedRun run) {
    Measured measured = byNumber.get(run.function());
    measured.runs++;
    measured.runSeconds += run.runSeconds();
    if (run.cold()) {
      measured.initialisations++;
      measured.initSeconds += run.initSeconds();
    }
  }

  /** The actions as a report shows them, most recently used first. */
  List<ActionReport> reports() {
    List<Measured> recent = new ArrayList<>(functions.values());
    Collections.reverse(recent);
    return recent.stream()
        .limit(MOST_REPORTED)
        .map(
            measured ->
                measured.report(model.idle(measured.number), model.running(measured.number)))
        .toList();
  }

  private record FunctionKey(String namespace, String action, String revision) {

    static FunctionKey of(Activation activation) {
      String revision = activation.revision();
      String version = activation.action().version();
      return new FunctionKey(
          activation.caller().namespace(),
          activation.action().qualified(),
          revision != null ? revision : version != null ? version : "");
    }
  }

  private static final class Measured {

    private final int number;
    private final String namespace;
    private final String name;
    private final int memoryMb;
    private long initialisations;
    private double initSeconds;
    private long runs;
    private double runSeconds;

    Measured(int number, String namespace, String name, int memoryMb) {
      this.number = number;
      this.namespace = namespace;
      this.name = name;
      this.memoryMb = memoryMb;
    }

    ActionReport report(int idleWarm, int running) {
      return new ActionReport(
          namespace,
          name,
          memoryMb,
          idleWarm,
          running,
          initialisations,
          meanMillis(initSeconds, initialisations),
          runs,
          meanMillis(runSeconds, runs));
    }

    private static double meanMillis(double sumSeconds, long count) {
      return count == 0 ? 0 : sumSeconds / count * MILLIS_PER_SECOND;
    }
  }
}
