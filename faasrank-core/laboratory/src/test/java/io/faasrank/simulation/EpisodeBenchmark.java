package io.faasrank.simulation;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one episode of M10, the largest workload of Table III, arrivals generated. {@code first}
 * takes the first candidate: the simulator without a rule, and all of its load on few invokers. The
 * network of {@code faasrank} is untrained. {@code times} repeats the workload so often, each time
 * on a cluster that is idle again, to show how the cost grows with invocations at the same load.
 * Episodes are sampled one by one: on a machine that others use, the least and the median say more
 * than the mean.
 *
 * <pre>{@code
 * mvn -q -B -Pbenchmark verify -pl faasrank-core/laboratory -am -Dbenchmark='EpisodeBenchmark -p times=1'
 * mvn -q -B -Pbenchmark verify -pl faasrank-core/laboratory -am -Dbenchmark='EpisodeBenchmark -p invokers=10 -p policy=hashing -p times=1,2,4,8,16,32'
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EpisodeBenchmark {

  private static final FeatureSchema SCHEMA = FeatureSchema.TABLE1;

  /** From the end of one repetition's arrivals to the next: longer than any keep-alive. */
  private static final double PAUSE_SECONDS = 3_600;

  @Param({"10", "100", "1000", "10000"})
  int invokers = 10;

  @Param({"first", "hashing", "least-connections", "faasrank"})
  String policy = "first";

  @Param({"1", "2", "4", "8"})
  int times = 1;

  private Simulator simulator =
      new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(1));
  private Workload workload = new Workload("none", List.of(), List.of());
  private Policy chosen = Fixtures.FIRST;

  @Setup
  public void setUp() {
    simulator =
        new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(invokers));
    Workload once = new GeneratedWorkloads(Spacing.UNIFORM, 0.1, 1).workload("M10", 0, 0);
    workload = repeated(once, WorkloadShape.named("M10").lengthSeconds() + PAUSE_SECONDS, times);
    chosen =
        policy.equals("first")
            ? Fixtures.FIRST
            : Policies.create(policy, EpisodeBenchmark::network);
  }

  @Benchmark
  public double episode() {
    return simulator.run(workload, chosen, 1).meanCompletionTime();
  }

  private static Scorer network() {
    ScoreNetwork network = ScoreNetwork.random(SCHEMA.width(), new Random(1)::nextFloat);
    return new NetworkScorer(
        new Model(SCHEMA, Scaler.identity(SCHEMA.width()), network, network, Map.of()));
  }

  private static Workload repeated(Workload once, double everySeconds, int times) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int t = 0; t < times; t++) {
      for (Arrival arrival : once.arrivals()) {
        arrivals.add(
            new Arrival(
                arrival.seconds() + t * everySeconds,
                arrival.function(),
                arrival.durationFactor()));
      }
    }
    return new Workload(once.name(), once.functions(), arrivals);
  }
}
