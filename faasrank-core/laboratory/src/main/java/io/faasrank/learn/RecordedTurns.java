package io.faasrank.learn;

import io.faasrank.event.PolicySaid;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.simulation.DecidedActivation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whoever placed an activation of a record places it again: hashing, a policy, or the model that
 * served at the time. One that is not known here is replaced by the model in service or, without
 * one, by hashing.
 *
 * <p>Where no invoker has memory OpenWhisk draws one at random, which says nothing of a twin and
 * may, where that is most of the time, change a mean by a tenth. There the record's own draw is
 * repeated.
 */
final class RecordedTurns {

  static final String STOCK = "hashing";

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

  /**
   * A policy of the simulator for the activations from one to before the other: each is decided on
   * by who placed it, and again where it waits.
   */
  Policy policy(int from, int to) {
    Turn turn = new Turn(record.activations().subList(from, to));
    // by its own name: several controllers each keep to their share under it
    String name =
        turn.turns.stream().allMatch(a -> a.placed().placer().equals(STOCK)) ? STOCK : "recorded";
    return new Policy(
        name,
        (view, action, decision) ->
            turn.of(((DecidedActivation) view).deciding()).scorer().score(view, action, decision),
        (decision, random) -> turn.select(decision, random));
  }

  private final class Turn {

    private final List<RecordedActivation> turns;
    private int at;
    private Policy present = rule(STOCK);

    Turn(List<RecordedActivation> turns) {
      this.turns = turns;
    }

    Policy of(int activation) {
      at = activation;
      present = RecordedTurns.this.of(turns.get(at));
      return present;
    }

    int select(Decision decision, SplittableRandom random) {
      if (decision.overloaded() && present.name().equals(STOCK)) {
        int drawn = turns.get(at).invoker();
        for (int i = 0; i < decision.count(); i++) {
          if (decision.candidates()[i] == drawn) {
            return i;
          }
        }
      }
      return present.selector().select(decision, random);
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
