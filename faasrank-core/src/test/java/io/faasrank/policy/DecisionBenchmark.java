package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import java.util.Map;
import java.util.SplittableRandom;
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
 * Cost of one decision, stages 4 to 7: collecting candidates, encoding, scaling, scoring, choosing
 * the best. {@code none} scores nothing: the fixed cost. {@code dot-products} is the forward pass
 * as one would first write it, {@code learned} the one that serves.
 *
 * <pre>{@code
 * mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/class-path -pl faasrank-core
 * cd faasrank-core && java -cp target/classes:target/test-classes:$(cat target/class-path) \
 *   org.openjdk.jmh.Main DecisionBenchmark -prof gc
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.Throughput})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {

  private static final Action ACTION = new Action(0, "guest", "guest/DH", 256);

  @Param({"10", "100", "1000", "10000"})
  int invokers = 10;

  @Param({"none", "dot-products", "learned"})
  String scoring = "none";

  /** Name of the schema that is encoded. */
  @Param({"extended", "general"})
  String schema = "extended";

  /** Which candidates are scored: see {@link CandidateLimit#parse}. */
  @Param({"all"})
  String candidates = "all";

  private final SplittableRandom random = new SplittableRandom(1);
  private final Decision decision = new Decision();
  private ClusterView view = new TinyView(1, 1f);
  private Policy policy = policy((v, action, d) -> {});

  @Setup
  public void setUp() {
    view = new TinyView(invokers, 1f);
    FeatureSchema columns = FeatureSchema.named(schema);
    ScoreNetwork actor = ScoreNetwork.random(columns.width(), random::nextFloat);
    Scaler scaler = Scaler.identity(columns.width());
    policy =
        switch (scoring) {
          case "none" -> policy((v, action, d) -> {});
          case "dot-products" -> policy(new DotProductScorer(columns, scaler, actor));
          case "learned" ->
              policy(new NetworkScorer(new Model(columns, scaler, actor, actor, Map.of())));
          default -> throw new IllegalArgumentException(scoring);
        };
    policy = policy.within(CandidateLimit.parse(candidates));
  }

  @Benchmark
  public int decide() {
    return policy.decide(view, ACTION, decision, random);
  }

  private static Policy policy(Scorer scorer) {
    return new Policy("benchmark", scorer, DecisionBenchmark::best);
  }

  private static int best(Decision decision, SplittableRandom random) {
    float[] scores = decision.scores();
    int best = 0;
    for (int c = 1; c < decision.count(); c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }

  /** One neuron after the other, with the library's tangent. */
  private static final class DotProductScorer implements Scorer {

    private final StateEncoder encoder;
    private final Scaler scaler;
    private final float[][] weights;
    private final float[] hidden1 = new float[ScoreNetwork.HIDDEN1];
    private final float[] hidden2 = new float[ScoreNetwork.HIDDEN2];
    private final float[] output = new float[1];

    DotProductScorer(FeatureSchema schema, Scaler scaler, ScoreNetwork network) {
      encoder = new StateEncoder(schema);
      this.scaler = scaler;
      this.weights = network.parameters();
    }

    @Override
    public void score(ClusterView view, Action action, Decision decision) {
      int width = encoder.schema().width();
      float[] rows = decision.rows(width);
      encoder.encode(view, action, decision.candidates(), decision.count(), rows);
      scaler.scale(rows, decision.count(), encoder.schema().clip(), decision.counts());
      for (int c = 0; c < decision.count(); c++) {
        layer(weights[0], weights[1], rows, c * width, width, hidden1);
        tangents(hidden1);
        layer(weights[2], weights[3], hidden1, 0, hidden1.length, hidden2);
        tangents(hidden2);
        layer(weights[4], weights[5], hidden2, 0, hidden2.length, output);
        decision.scores()[c] = output[0];
      }
    }

    private static void layer(
        float[] weight, float[] bias, float[] x, int at, int inputs, float[] y) {
      for (int o = 0; o < y.length; o++) {
        float sum = bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += weight[o * inputs + i] * x[at + i];
        }
        y[o] = sum;
      }
    }

    private static void tangents(float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.tanh(values[i]);
      }
    }
  }
}
