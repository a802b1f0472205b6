package io.faasrank.experiment;

import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Workload;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policies of an experiment, ready to run: their names, their roles and the learned one's
 * model.
 */
public final class Contenders {

  /** OpenWhisk's own scheduler, which is no policy: see {@link Simulator#runPulling}. */
  public static final String FPC = "fpc";

  /** What stands in the tables beside the policies, with what it is in one line. */
  private static final Map<String, String> BESIDE = beside();

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
    policies =
        names.stream()
            .map(Contender::of)
            .map(contender -> new EvaluatedPolicy(contender.name(), contender.role()))
            .toList();
    learned = learned(model);
    this.candidates = candidates;
  }

  private static Map<String, String> beside() {
    Map<String, String> beside = new LinkedHashMap<>();
    beside.put("faasrank-on-arrival", "faasrank without waiting in the controller");
    beside.put("affinity-late", "affinity with waiting in the controller, as any rule may");
    beside.put(FPC, "OpenWhisk's own scheduler, simulated from its source");
    return Collections.unmodifiableMap(beside);
  }

  /** Every row of the tables, with what it is in one line. */
  public static Map<String, String> summaries() {
    Map<String, String> summaries = new LinkedHashMap<>();
    Policies.names().forEach(name -> summaries.put(name, Policies.spec(name).summary()));
    summaries.putAll(BESIDE);
    return summaries;
  }

  /**
   * The names that a user selects: {@code all}, or names separated by commas. Hashing, which the
   * others are compared with, comes first in any case; no name comes twice.
   *
   * @throws IllegalArgumentException if there is no such policy; the message lists those there are
   */
  public static List<String> select(String selection) {
    Stream<String> names =
        selection.strip().equalsIgnoreCase("all")
            ? summaries().keySet().stream()
            : Arrays.stream(selection.split(",", -1));
    return Stream.concat(
            Stream.of(Contender.REFERENCE), names.map(name -> Contender.of(name).name()))
        .distinct()
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
    Contender contender = Contender.of(name);
    return simulator(contender, simulator).run(workload, policy(contender), seed);
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
    Contender contender = Contender.of(name);
    return simulator(contender, simulator)
        .record(
            workload, policy(contender), seed, recorder.apply(contender.learned() ? model : null));
  }

  private static Simulator simulator(Contender contender, Simulator simulator) {
    return contender.late() ? simulator.withLateBinding(LateBinding.DEFAULT) : simulator;
  }

  private Policy policy(Contender contender) {
    Policy policy = Policies.create(contender.policy(), learned);
    return contender.learned() ? policy.within(candidates) : policy;
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
}
