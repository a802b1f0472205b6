package io.faasrank.loadbalancer.model;

import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.Scorer;

/**
 * A model in service. Immutable, so that a reader never sees the schema of one model with the
 * network of another.
 *
 * @param scorer scores with {@code model}, by the configured engine
 * @param version the name it was published under in Redis, else its {@link ModelBytes#digest()}
 * @param digest the {@link ModelBytes#digest} of its file
 * @param origin in words, for instance {@code shipped model extended}, {@code file
 *     /etc/faasrank.safetensors} or {@code Redis}
 */
public record Served(Model model, Scorer scorer, String version, String digest, String origin) {

  /** A model that comes from no file; its digest is that of the file that it would be. */
  public Served(Model model, Scorer scorer, String version, String origin) {
    this(model, scorer, version, ModelBytes.digest(ModelFile.toBytes(model)), origin);
  }
}
