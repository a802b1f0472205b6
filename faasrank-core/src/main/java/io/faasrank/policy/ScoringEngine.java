package io.faasrank.policy;

import io.faasrank.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What runs the score network's forward pass, by a name for the configuration. {@code java} is
 * always there; others are found as services, so that serving needs no library of theirs.
 */
public interface ScoringEngine {

  /** Plain Java, the default: see {@link NetworkScorer}. */
  ScoringEngine JAVA =
      new ScoringEngine() {
        @Override
        public String name() {
          return "java";
        }

        @Override
        public Scorer scorer(Model model) {
          return new NetworkScorer(model);
        }
      };

  /** Lower case, unique. */
  String name();

  /**
   * A scorer that runs the model's actor on the encoded and scaled rows of a decision, which it
   * leaves in {@link Decision#encodedRows()}. Engines agree within 1e-5. Native memory, if any, is
   * freed once the scorer is no longer reachable.
   *
   * @throws IllegalStateException when the engine's libraries are missing or do not start; the
   *     message is one line that says what is needed
   */
  Scorer scorer(Model model);

  /**
   * The engine of that name.
   *
   * @throws IllegalArgumentException when there is none on the class path; the message is one line
   *     that says what to put there
   */
  static ScoringEngine named(String name) {
    List<String> known = new ArrayList<>(List.of(JAVA.name()));
    if (JAVA.name().equals(name)) {
      return JAVA;
    }
    for (ScoringEngine engine :
        ServiceLoader.load(ScoringEngine.class, ScoringEngine.class.getClassLoader())) {
      if (engine.name().equals(name)) {
        return engine;
      }
      known.add(engine.name());
    }
    throw new IllegalArgumentException(
        "engine '"
            + name
            + "' is not on the class path, where there is "
            + String.join(", ", known)
            + "; engine djl needs the jars of faasrank-laboratory and of DJL's PyTorch engine beside the"
            + " plugin");
  }
}
