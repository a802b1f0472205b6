package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.event.EventFiles;
import io.faasrank.model.ShippedModel;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulatedLog;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.workload.FunctionPopulation;
import io.faasrank.workload.OpenArrivals;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the log of a simulated cluster to a folder, for measuring what a round of learning costs
 * on it: so many activations an hour, for so many hours, under the shipped model.
 *
 * <pre>mvn -q -B test -pl faasrank-core/laboratory -am -Dtest=LearningCostTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaasrank.learn.log=/tmp/log -Dfaasrank.learn.hourly=36000
 * -Dfaasrank.learn.hours=1
 * /usr/bin/time -v deploy/bin/faasrank learn once --folder /tmp/log --out /tmp/offer --threads 1
 * </pre>
 */
@EnabledIfSystemProperty(named = "faasrank.learn.log", matches = ".+")
class LearningCostTest {

  private static final int HOURLY = Integer.getInteger("faasrank.learn.hourly", 36_000);
  private static final int HOURS = Integer.getInteger("faasrank.learn.hours", 1);

  private static final double LOAD = 0.5;
  private static final int FUNCTIONS = 50;
  private static final double CORES = 16;

  @Test
  void writesALog() throws IOException {
    FunctionPopulation functions =
        FunctionPopulation.draw(PopulationSpec.of("cost", World.functions(FUNCTIONS, 2), 0.8), 1);
    SimulationSettings settings = SimulationSettings.defaults();
    double demanded =
        HOURLY / 3600.0 * functions.coreSecondsPerInvocation(settings::coresDemanded) / LOAD;
    int invokers = Math.max(2, (int) Math.ceil(demanded / CORES));
    List<InvokerSettings> cluster =
        InvokerSettings.parseCluster(invokers + "x" + (int) CORES + "c12288m");
    Workload workload =
        OpenArrivals.atLoad(
                demanded * LOAD / (CORES * invokers),
                CORES * invokers,
                settings::coresDemanded,
                0.1)
            .during(3600.0 * HOURS, functions, 1);
    Path folder = Path.of(System.getProperty("faasrank.learn.log"));
    SimulatedLog.write(
        folder,
        SimulatedLog.of(
            settings, cluster, workload, "faasrank", ShippedModel.open(ShippedModel.DEFAULT), 1));
    System.out.println(workload.arrivals().size() + " activations on " + invokers + " invokers");
    assertThat(EventFiles.in(folder)).hasSizeBetween(HOURS, HOURS + 1);
  }
}
