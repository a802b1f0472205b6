package io.faasrank.learn;

import io.faasrank.model.Model;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.util.List;

/** The policies that are tried on a twin. */
final class Candidates {

  private Candidates() {}

  /** A fresh policy that scores by the model, as a controller has it. */
  static Policy learned(String name, Model model) {
    return Policies.create(name, () -> new NetworkScorer(model)).within(CandidateLimit.AUTO);
  }

  /** A fresh policy that takes the model's best choice. */
  static Policy of(Model model) {
    return learned("faasrank", model);
  }

  /** A fresh policy that needs no model. */
  static Policy rule(String name) {
    return Policies.create(
        name,
        () -> {
          throw new IllegalStateException(name + " has no model");
        });
  }

  /** All that is neither learned nor knows what no controller does, hashing among them. */
  static List<String> rules() {
    return Policies.names().stream()
        .filter(name -> !Policies.spec(name).learned() && !Policies.spec(name).simulatorOnly())
        .toList();
  }
}
