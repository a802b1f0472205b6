package io.faasrank.experiment;

import io.faasrank.policy.Policies;
import io.faasrank.policy.PolicySpec;
import io.faasrank.report.PolicyRole;
import java.util.Locale;

/**
 * A row of the tables by its name: a policy and when its activations are bound to an invoker.
 * Learned policies bind late, as a controller does unless told otherwise; rules bind on arrival, as
 * in the literature.
 *
 * @param name in the tables: that of the policy, and where it binds otherwise {@link #ON_ARRIVAL}
 *     or {@link #LATE}
 * @param policy its name; {@link Contenders#FPC} for that, which is no policy
 */
public record Contender(String name, String policy, boolean late) {

  /** Ends the name of a learned policy that binds on arrival. */
  private static final String ON_ARRIVAL = "-on-arrival";

  /** Ends the name of a rule that binds late. */
  private static final String LATE = "-late";

  /** OpenWhisk's own rule, with which the others are compared. */
  static final String REFERENCE = "hashing";

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if there is no such policy; the message lists those there are
   */
  public static Contender of(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (name.equals(Contenders.FPC)) {
      return new Contender(name, name, false);
    }
    if (name.endsWith(ON_ARRIVAL)) {
      PolicySpec spec = Policies.spec(without(ON_ARRIVAL, name));
      if (spec.learned()) {
        return new Contender(spec.name() + ON_ARRIVAL, spec.name(), false);
      }
    }
    if (name.endsWith(LATE)) {
      PolicySpec spec = Policies.spec(without(LATE, name));
      if (!spec.learned() && !spec.name().equals(REFERENCE)) {
        return new Contender(spec.name() + LATE, spec.name(), true);
      }
    }
    PolicySpec spec = Policies.spec(text.strip());
    return new Contender(spec.name(), spec.name(), spec.learned());
  }

  private static String without(String end, String name) {
    return name.substring(0, name.length() - end.length());
  }

  /** Whether a controller can run it: neither OpenWhisk's own scheduler nor an oracle. */
  public boolean servable() {
    return !policy.equals(Contenders.FPC) && !Policies.spec(policy).simulatorOnly();
  }

  /** Whether its policy needs a model. */
  public boolean learned() {
    return !policy.equals(Contenders.FPC) && Policies.spec(policy).learned();
  }

  PolicyRole role() {
    if (policy.equals(Contenders.FPC)) {
      return PolicyRole.SYSTEM;
    }
    if (policy.equals(REFERENCE)) {
      return PolicyRole.REFERENCE;
    }
    PolicySpec spec = Policies.spec(policy);
    if (spec.simulatorOnly()) {
      return PolicyRole.ORACLE;
    }
    if (spec.learned()) {
      return PolicyRole.LEARNED;
    }
    return late ? PolicyRole.SYSTEM : PolicyRole.HEURISTIC;
  }
}
