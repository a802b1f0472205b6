package io.faasrank.learn;

import io.faasrank.event.PolicySaid;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whoever placed an activation of a record places it again: hashing, a policy, or the model that
 * served at the time. One that is not known here is replaced by the model in service or, without
 * one, by hashing.
 */
final class RecordedTurns {

  private static final String STOCK = "hashing";

  private final ClusterRecord record;
  private final @Nullable Model serving;
  private final Map<String, Policy> policies = new HashMap<>();

  RecordedTurns(ClusterRecord record, @Nullable Model serving) {
    this.record = record;
    this.serving = serving;
  }

  /** How many activations from one to before the other each placed, by name. */
  static Map<String, Integer> placers(ClusterRecord record, int from, int to) {
    Map<String, Integer> counts = new TreeMap<>();
    record
        .activations()
        .subList(from, to)
        .forEach(a -> counts.merge(a.placed().placer(), 1, Integer::sum));
    return counts;
  }

  /** A policy that decides once for each activation from one to before the other. */
  Policy policy(int from, int to) {
    List<RecordedActivation> turns = record.activations().subList(from, to);
    if (turns.stream().allMatch(a -> a.placed().placer().equals(STOCK))) {
      // by its own name: several controllers each keep to their share under it
      return rule(STOCK);
    }
    Turn turn = new Turn(turns);
    return new Policy(
        "recorded",
        (view, action, decision) -> turn.next().scorer().score(view, action, decision),
        (decision, random) -> turn.present.selector().select(decision, random));
  }

  private final class Turn {

    private final List<RecordedActivation> turns;
    private int at;
    private Policy present = rule(STOCK);

    Turn(List<RecordedActivation> turns) {
      this.turns = turns;
    }

    Policy next() {
      present = of(turns.get(at++));
      return present;
    }
  }

  private Policy of(RecordedActivation activation) {
    String placer = activation.placed().placer();
    PolicySaid said = activation.placed().said();
    String digest = said == null ? "" : said.model();
    return policies.computeIfAbsent(placer + " " + digest, unused -> policy(placer, digest));
  }

  private Policy policy(String placer, String digest) {
    if (!Policies.names().contains(placer)) {
      return rule(STOCK);
    }
    if (!Policies.spec(placer).learned()) {
      return rule(placer);
    }
    Model model = model(digest);
    return model == null ? rule(STOCK) : Candidates.learned(placer, model);
  }

  private @Nullable Model model(String digest) {
    byte[] file = record.models().get(digest);
    if (file == null) {
      return serving;
    }
    try {
      return ModelFile.read(file, "model " + digest + " of the log");
    } catch (ModelRefusedException e) {
      // of another version, or cut short: the twin cannot be compared under it
      return serving;
    }
  }

  private static Policy rule(String name) {
    return Candidates.rule(name);
  }
}
