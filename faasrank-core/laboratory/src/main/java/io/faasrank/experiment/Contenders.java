package io.faasrank.experiment;

import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.PolicySpec;
import io.faasrank.policy.Scorer;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policies of an experiment, ready to run: their names, their roles and the learned one's
 * model.
 */
public final class Contenders {

  private static final String REFERENCE = "hashing";

  /** OpenWhisk's own scheduler, which is no policy: see {@link Simulator#runPulling}. */
  public static final String FPC = "fpc";

  /** What it is, in one line. */
  public static final String FPC_SUMMARY = "OpenWhisk's own scheduler, simulated from its source";

  private final List<EvaluatedPolicy> policies;
  private final Supplier<Scorer> learned;
  private final CandidateLimit candidates;
  private @Nullable Model model;

  /**
   * Reads the model, unless it is the default one and no policy needs it, so that a file that the
   * user names is checked in any case.
   *
   * @param names hashing first
   * @param model a shipped model's name or a file
   * @param candidates which invokers a learned policy scores in a decision
   * @throws IllegalArgumentException with one line for the user
   */
  public Contenders(List<String> names, String model, CandidateLimit candidates) {
    policies = names.stream().map(name -> new EvaluatedPolicy(name, role(name))).toList();
    learned = learned(model);
    this.candidates = candidates;
  }

  /**
   * The names that a user selects, as {@link Policies#select} has them, and {@link #FPC}.
   *
   * @throws IllegalArgumentException if there is no such policy; the message lists those there are
   */
  public static List<String> select(String selection) {
    if (selection.strip().equalsIgnoreCase("all")) {
      return Stream.concat(Policies.names().stream(), Stream.of(FPC)).toList();
    }
    List<String> names = Arrays.stream(selection.split(",", -1)).map(String::strip).toList();
    if (names.stream().noneMatch(FPC::equalsIgnoreCase)) {
      return Policies.select(selection);
    }
    List<String> policies = names.stream().filter(name -> !name.equalsIgnoreCase(FPC)).toList();
    return Stream.concat(
            Policies.select(policies.isEmpty() ? REFERENCE : String.join(",", policies)).stream(),
            Stream.of(FPC))
        .toList();
  }

  /** In the order of the names. */
  public List<EvaluatedPolicy> policies() {
    return policies;
  }

  /** Runs one episode under a fresh policy of the name; safe for several threads. */
  public EpisodeResult run(String name, Simulator simulator, Workload workload, long seed) {
    if (name.equals(FPC)) {
      return simulator.runPulling(workload, seed);
    }
    Policy policy = Policies.create(name, learned);
    return simulator.run(
        workload, Policies.spec(name).learned() ? policy.within(candidates) : policy, seed);
  }

  /**
   * Runs one episode as {@link #run} does, and keeps what a picture of it needs.
   *
   * @param recorder given the policy's model, or null
   */
  public EpisodeRecord record(
      String name,
      Simulator simulator,
      Workload workload,
      long seed,
      Function<@Nullable Model, EpisodeRecorder> recorder) {
    if (name.equals(FPC)) {
      return new EpisodeRecord(
          simulator.cluster(), workload.functions(), simulator.runPulling(workload, seed));
    }
    boolean usesModel = Policies.spec(name).learned();
    Policy policy = Policies.create(name, learned);
    return simulator.record(
        workload,
        usesModel ? policy.within(candidates) : policy,
        seed,
        recorder.apply(usesModel ? model : null));
  }

  private Supplier<Scorer> learned(String name) {
    if (name.equals(ShippedModel.DEFAULT)
        && policies.stream().noneMatch(policy -> policy.role() == PolicyRole.LEARNED)) {
      return () -> {
        throw new IllegalStateException("no policy of this experiment is learned");
      };
    }
    Model read = Options.read("--model", () -> ShippedModel.open(name));
    model = read;
    return () -> new NetworkScorer(read);
  }

  private static PolicyRole role(String name) {
    if (name.equals(FPC)) {
      return PolicyRole.SYSTEM;
    }
    if (name.equals(REFERENCE)) {
      return PolicyRole.REFERENCE;
    }
    PolicySpec spec = Policies.spec(name);
    if (spec.simulatorOnly()) {
      return PolicyRole.ORACLE;
    }
    return spec.learned() ? PolicyRole.LEARNED : PolicyRole.HEURISTIC;
  }
}
