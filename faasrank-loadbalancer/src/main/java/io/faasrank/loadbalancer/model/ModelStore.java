package io.faasrank.loadbalancer.model;

import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.ModelSignature;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.ScoringEngine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 12 of 12: holds the model in service and replaces it by one volatile write. A model
 * published in Redis takes precedence over the configured one, which is a shipped model or a file;
 * when it is withdrawn, the configured one serves again.
 *
 * <p>Models are read, checked, given to the engine and rehearsed on the control thread, never while
 * deciding. One that is refused (missing, damaged, of another schema, with weights or scores that
 * are not finite) is counted and its reason logged once; the last good one of the same origin goes
 * on. Where a key is configured, a model of Redis must be signed with it. A store without any good
 * model serves none, and the caller falls back to hashing.
 *
 * <p>{@link #served()} may be called by any thread at any time. The other methods exclude each
 * other.
 */
public final class ModelStore {

  private final ScoringEngine engine;
  private final @Nullable ModelSource source;
  private final @Nullable ModelSignature signature;
  private final Consumer<Served> rehearsal;
  private final Logger log;

  private volatile @Nullable Served served;
  private final AtomicLong swaps = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private @Nullable Served configured;
  private String configuredDigest = "";
  private String offered = "";
  private String refusedOffer = "";

  /** A store whose configured model never changes. */
  public ModelStore(ScoringEngine engine, Model configured, String configuredVersion) {
    this(engine, null, null, served -> {}, LoggerFactory.getLogger(ModelStore.class));
    Scorer scorer = engine.scorer(configured);
    this.configured = new Served(configured, scorer, configuredVersion, "configured model");
    served = this.configured;
  }

  private ModelStore(
      ScoringEngine engine,
      @Nullable ModelSource source,
      @Nullable ModelSignature signature,
      Consumer<Served> rehearsal,
      Logger log) {
    this.engine = engine;
    this.source = source;
    this.signature = signature;
    this.rehearsal = rehearsal;
    this.log = log;
  }

  /** As {@link #open(String, ScoringEngine, ModelSignature, Consumer)}, without a signature. */
  public static ModelStore open(
      String modelSetting, ScoringEngine engine, Consumer<Served> rehearsal) {
    return open(modelSetting, engine, null, rehearsal);
  }

  /**
   * A store with the configured model, or with none when that is refused.
   *
   * @param modelSetting a shipped model's name, or a file
   * @param signature what models of Redis must be signed with; null where they need not be
   * @param rehearsal run with each good model, before it serves
   * @throws IllegalStateException when the engine does not start; the message says why
   */
  public static ModelStore open(
      String modelSetting,
      ScoringEngine engine,
      @Nullable ModelSignature signature,
      Consumer<Served> rehearsal) {
    return open(
        modelSetting, engine, signature, rehearsal, LoggerFactory.getLogger(ModelStore.class));
  }

  static ModelStore open(
      String modelSetting, ScoringEngine engine, Consumer<Served> rehearsal, Logger log) {
    return open(modelSetting, engine, null, rehearsal, log);
  }

  static ModelStore open(
      String modelSetting,
      ScoringEngine engine,
      @Nullable ModelSignature signature,
      Consumer<Served> rehearsal,
      Logger log) {
    ModelStore store =
        new ModelStore(engine, new ModelSource(modelSetting), signature, rehearsal, log);
    store.look();
    store.swaps.set(0);
    return store;
  }

  /** What serves now; null when there is no good model. One volatile read. */
  public @Nullable Served served() {
    return served;
  }

  /** How often a model replaced another, or began to serve after a start without one. */
  public long swaps() {
    return swaps.get();
  }

  /** How many models were refused; the same bytes, version and signature count once. */
  public long refused() {
    return refused.get();
  }

  /**
   * A model was published in Redis, or is still there. The same version and bytes as those that
   * serve change nothing.
   *
   * @param version any text; shown in one line
   * @param bytes a model file
   * @param signed its signature; null where it has none
   */
  public synchronized void offer(String version, byte[] bytes, @Nullable String signed) {
    String name = ModelBytes.printable(version);
    String shown = name + ", SHA-256 " + ModelBytes.digest(bytes);
    String key = name + " " + ModelBytes.sha256(bytes) + " " + signed;
    if (key.equals(offered) || key.equals(refusedOffer)) {
      return;
    }
    try {
      requireSignature(bytes, signed, "Redis");
      Served good = check(bytes, name, "Redis");
      offered = key;
      serve(good);
    } catch (ModelRefusedException | IllegalStateException e) {
      refusedOffer = key;
      refuse("version " + shown, e);
    }
  }

  private void requireSignature(byte[] bytes, @Nullable String signed, String origin) {
    if (signature == null) {
      return;
    }
    if (signed == null) {
      throw new ModelRefusedException(
          origin, "has no signature, expected one by the key in faasrank.model-key");
    }
    if (!signature.isOf(bytes, signed)) {
      throw new ModelRefusedException(
          origin, "its signature is not of these bytes by the key in faasrank.model-key");
    }
  }

  /** The model in Redis was deleted: the configured one serves again. */
  public synchronized void withdrawn() {
    refusedOffer = "";
    if (!offered.isEmpty()) {
      offered = "";
      serve(configured);
    }
  }

  /** Reads the configured model's file again if it was replaced. */
  public synchronized void lookAtFile() {
    try {
      look();
    } catch (IllegalStateException e) {
      // the engine's; at the start it is the caller's
      refuse("configured", e);
    }
  }

  private synchronized void look() {
    if (source == null || !source.changed()) {
      return;
    }
    try {
      byte[] bytes = source.read();
      String digest = ModelBytes.sha256(bytes);
      if (digest.equals(configuredDigest)) {
        return;
      }
      configured = check(bytes, ModelBytes.digest(bytes), source.origin());
      configuredDigest = digest;
      if (offered.isEmpty()) {
        serve(configured);
      }
    } catch (ModelRefusedException e) {
      refuse("configured", e);
    }
  }

  /**
   * A model that is on trial, read and tried as one that is offered.
   *
   * @param signed its signature; null where it has none
   * @throws ModelRefusedException when it cannot serve, saying why
   */
  public Served candidate(String version, byte[] bytes, @Nullable String signed) {
    requireSignature(bytes, signed, "the trial");
    return check(bytes, ModelBytes.printable(version), "the trial");
  }

  private Served check(byte[] bytes, String version, String origin) {
    Model model = ModelFile.read(bytes, origin);
    Scorer scorer = engine.scorer(model);
    if (!ModelCheck.scoresNumbers(scorer)) {
      throw new ModelRefusedException(origin, "scores are not finite, expected numbers");
    }
    Served good = new Served(model, scorer, version, ModelBytes.digest(bytes), origin);
    rehearsal.accept(good);
    return good;
  }

  private void serve(@Nullable Served next) {
    Served last = served;
    served = next;
    if (next == null) {
      log.warn("no good model is configured; serving by hashing");
      return;
    }
    swaps.incrementAndGet();
    log.info(
        "model {} of {} serves by engine {} in place of {}: SHA-256 {}, {}",
        next.version(),
        next.origin(),
        engine.name(),
        last == null ? "none" : last.version(),
        next.digest(),
        ModelBytes.making(next.model()));
  }

  private void refuse(String which, RuntimeException reason) {
    refused.incrementAndGet();
    Served last = served;
    log.warn(
        "model refused ({}), {} goes on: {}",
        which,
        last == null ? "hashing" : "model " + last.version(),
        reason.getMessage());
  }
}
