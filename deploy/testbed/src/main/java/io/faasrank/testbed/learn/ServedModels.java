package io.faasrank.testbed.learn;

import io.faasrank.event.ModelServed;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Scorer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The models that a log names, by their digests. */
public final class ServedModels {

  private final Map<String, Served> byDigest = new HashMap<>();
  private final BiFunction<Model, Scorer, Scorer> around;

  /** Models that score as they did. */
  public ServedModels() {
    this((model, scorer) -> scorer);
  }

  /**
   * @param around what to put around a model's scorer, for instance to look at what it is shown
   */
  public ServedModels(BiFunction<Model, Scorer, Scorer> around) {
    this.around = around;
  }

  /**
   * Takes a model that came into service.
   *
   * @throws io.faasrank.model.ModelRefusedException when the file holds no model
   */
  void add(ModelServed event) {
    if (!event.digest().isEmpty() && !byDigest.containsKey(event.digest())) {
      Model model = ModelFile.read(event.file(), "model " + event.version() + " of the log");
      byDigest.put(
          event.digest(),
          new Served(
              model,
              around.apply(model, new NetworkScorer(model)),
              event.version(),
              event.digest(),
              "log"));
    }
  }

  /** The model of the digest, null where the log did not have it. */
  @Nullable Served find(String digest) {
    return byDigest.get(digest);
  }
}
