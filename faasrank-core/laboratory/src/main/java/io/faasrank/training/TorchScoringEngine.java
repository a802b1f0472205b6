package io.faasrank.training;

import io.faasrank.model.Model;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.ScoringEngine;

/**
 * Engine {@code djl}: the forward pass by DJL with PyTorch, as in training. It starts the native
 * engine at the first model, which takes seconds, and allocates in each decision.
 */
public final class TorchScoringEngine implements ScoringEngine {

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public Scorer scorer(Model model) {
    try {
      return new TorchScorer(model, new TorchNetwork(model.actor()));
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "engine djl needs the jars of DJL's API and PyTorch engine on the class path, which lacks "
              + e.getMessage(),
          e);
    }
  }
}
