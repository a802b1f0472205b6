package io.faasrank.loadbalancer.model;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.loadbalancer.Interleavings;
import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.ScoringEngine;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/**
 * Guards against a model that serves with another one's scorer or name, and against one that is
 * withdrawn and still serves, while it is offered, withdrawn and asked for at once.
 */
@Param(name = "model", gen = IntGen.class, conf = "0:1")
public final class SwapInterleavingsTest {

  private static final List<byte[]> FILES =
      List.of(Models.bytes(FeatureSchema.TABLE1, 1), Models.bytes(FeatureSchema.EXTENDED, 2));

  private final ModelStore store =
      ModelStore.open("table1", new NoEngine(), served -> {}, NOPLogger.NOP_LOGGER);

  /** Publishes one of two models, or finds it there still. */
  @Operation
  public void offer(@Param(name = "model") int model) {
    store.offer("v" + model, FILES.get(model), null);
  }

  /** Deletes what is published. */
  @Operation
  public void withdraw() {
    store.withdrawn();
  }

  /** The version that serves. */
  @Operation
  @SuppressWarnings("ReferenceEquality") // the very model, not one like it
  public String serves() {
    Served served = store.served();
    if (served == null) {
      return "none";
    }
    if (!(served.scorer() instanceof Of scorer) || scorer.model != served.model()) {
      throw new IllegalStateException("the scorer of another model than " + served.version());
    }
    return served.version() + served.model().metadata();
  }

  @Test
  void oneWholeModelServes() {
    Interleavings.stress(getClass(), 1, 30);
  }

  /** Whose scorers know their model, and score nothing. */
  private static final class NoEngine implements ScoringEngine {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public Scorer scorer(Model model) {
      return new Of(model);
    }
  }

  private record Of(Model model) implements Scorer {

    @Override
    public void score(ClusterView view, Action action, Decision decision) {
      Arrays.fill(decision.scores(), 0);
    }
  }
}
