package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * How a training begins where it is told to: for some updates the actor is moved towards the
 * choices of the best rule of each task, so that learning by trial starts from what is known. The
 * surrogate of PPO serves: the rule's choice counts as an action of advantage 1, so that its
 * probability rises by the clip at most in an update.
 */
final class Imitation {

  private final FeatureSchema schema;
  private final Scaler scaler;
  private final List<String> rules;
  private final Rollouts rollouts;

  Imitation(FeatureSchema schema, Scaler scaler, List<String> rules, Rollouts rollouts) {
    this.schema = schema;
    this.scaler = scaler;
    this.rules = List.copyOf(rules);
    this.rollouts = rollouts;
  }

  /**
   * The choices of the best rule of each task, in states that the rule itself comes to.
   *
   * @param steps how many of each task, drawn at random; 0 for all
   */
  List<Trajectory> demonstrations(List<Rollouts.Rollout> episodes, int steps) {
    List<Policy> policies = new ArrayList<>();
    for (String name : best(episodes)) {
      Policy rule = Policies.create(name, Imitation::noModel);
      policies.add(new Policy(name, encoding(rule.scorer()), rule.selector()));
    }
    return rollouts.recorded(schema, policies, episodes, steps);
  }

  /** The rule with the least mean completion time in each episode. */
  private List<String> best(List<Rollouts.Rollout> episodes) {
    String[] names = new String[episodes.size()];
    double[] least = new double[episodes.size()];
    for (String rule : rules) {
      List<Double> seconds = rollouts.meanCompletionTimes(rule, Imitation::noModel, episodes);
      for (int e = 0; e < names.length; e++) {
        if (names[e] == null || seconds.get(e) < least[e]) {
          names[e] = rule;
          least[e] = seconds.get(e);
        }
      }
    }
    return List.of(names);
  }

  /** Adds the choices to a batch, as actions of advantage 1. */
  void add(List<Trajectory> demonstrations, ScoreNetwork actor, Batch.Builder batch) {
    for (Trajectory shown : demonstrations) {
      for (int i = 0; i < shown.steps(); i++) {
        if (shown.kept(i)) {
          int count = shown.candidates(i);
          float[] scores = new float[count];
          actor.forward(shown.rows(i), count, scores);
          double logProbability = Softmax.logProbability(scores, count, shown.position(i));
          batch.add(shown.rows(i), count, shown.position(i), logProbability, 1, 0);
        }
      }
    }
  }

  /** Scores as the rule does, and leaves the scaled rows in the decision. */
  private Scorer encoding(Scorer rule) {
    StateEncoder encoder = new StateEncoder(schema);
    return (view, action, decision) -> {
      float[] rows = decision.rows(schema.width());
      encoder.encode(view, action, decision.candidates(), decision.count(), rows);
      scaler.scale(rows, decision.count(), schema.clip(), decision.counts());
      rule.score(view, action, decision);
    };
  }

  private static Scorer noModel() {
    throw new IllegalStateException("rules need no model");
  }
}
