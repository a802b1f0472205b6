package io.faasrank.training;

import ai.djl.ndarray.NDManager;
import io.faasrank.model.ScoreNetwork;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Stage 11 of 12: the PPO update of Algorithm 1, lines 8 and 9. From a batch of steps it moves the
 * actor up the clipped surrogate (Eq. 6, 9 to 11, over the softmax of Eq. 4) and the critic towards
 * the returns (Eq. 5, 7), by PyTorch's gradients and AdamW.
 *
 * <p>Same state, settings, seed and batches: same weights, bit for bit. Not thread-safe; several
 * updaters of one process take turns at the gradients.
 */
public final class PpoUpdater implements AutoCloseable {

  private final NDManager manager;
  private final long seed;
  private TrainingState state;

  /**
   * Starts, or goes on, from a state.
   *
   * @param seed decides the shuffling into minibatches; of no influence when there is one
   * @throws IllegalStateException when the engine is not on the class path
   */
  public PpoUpdater(TrainingState state, long seed) {
    this.state = state;
    this.seed = seed;
    this.manager = TorchEngine.newManager();
  }

  /** The actor after the last update. */
  public ScoreNetwork actor() {
    return state.actorNetwork();
  }

  /** The average of the actor after each update, see {@link PpoSettings#averaging()}. */
  public ScoreNetwork averageActor() {
    return state.averageNetwork();
  }

  /** The critic after the last update, its outputs in the unit of the return. */
  public ScoreNetwork critic() {
    return state.criticNetwork();
  }

  /** What a later updater needs to go on as this one would. */
  public TrainingState state() {
    return state;
  }

  /**
   * Updates the networks.
   *
   * @throws TrainingDivergedException when a loss, a gradient or a weight is no longer a number;
   *     the networks are then those before this update
   */
  public UpdateStats update(Batch batch, PpoSettings settings) {
    TrainingState next = state.next(batch.returns(), settings.trainCritic());
    Batch prepared = settings.normaliseAdvantages() ? batch.withNormalisedAdvantages() : batch;
    UpdateRecorder recorder = new UpdateRecorder(next.updates(), settings.clip());
    SplittableRandom shuffling = new SplittableRandom(seed + next.updates());
    int done = 0;
    while (done < settings.epochs() && epoch(next, prepared, settings, recorder, shuffling)) {
      done++;
    }
    next.average(settings.averaging());
    state = next;
    return recorder.stats(done);
  }

  /** One pass over the batch; false when the policy has already moved too far. */
  private boolean epoch(
      TrainingState next,
      Batch batch,
      PpoSettings settings,
      UpdateRecorder recorder,
      SplittableRandom shuffling) {
    recorder.beginEpoch();
    int parts = Math.min(settings.minibatches(), batch.steps());
    int[] order = parts == 1 ? new int[0] : shuffled(batch.steps(), shuffling);
    for (int p = 0; p < parts; p++) {
      int from = (int) ((long) batch.steps() * p / parts);
      int to = (int) ((long) batch.steps() * (p + 1) / parts);
      Batch part = parts == 1 ? batch : batch.select(order, from, to);
      if (!step(next, part, settings, recorder)) {
        return false;
      }
    }
    return true;
  }

  private boolean step(
      TrainingState next, Batch part, PpoSettings settings, UpdateRecorder recorder) {
    Learner critic = settings.trainCritic() ? next.critic() : null;
    String where = "update " + next.updates() + ", epoch " + recorder.epoch();
    PpoGradients gradients = null;
    double kl = 0;
    for (Batch like : part.parts()) {
      PpoGradients its = gradients(next, critic, like, settings);
      requireNumber(where, "policy loss", its.policyLoss);
      float share = (float) like.steps() / part.steps();
      kl += share * recorder.measure(its, like, next.returnScale().scaled(like.returns()));
      gradients = gradients == null ? its.times(share) : gradients.plus(its, share);
    }
    if (gradients == null) {
      throw new IllegalArgumentException("a minibatch holds no step");
    }
    if (kl > settings.targetKl()) {
      return false;
    }
    double actorNorm = next.actor().step(gradients.actorGradient, settings, where);
    double criticNorm = Double.NaN;
    if (critic != null) {
      requireNumber(where, "value loss", gradients.valueLoss);
      criticNorm = critic.step(gradients.criticGradient, settings, where);
    }
    recorder.stepped(actorNorm, criticNorm);
    return true;
  }

  private PpoGradients gradients(
      TrainingState next, @Nullable Learner critic, Batch part, PpoSettings settings) {
    try (TorchBatch torch = new TorchBatch(manager, part, next.returnScale(), settings.clip())) {
      return PpoGradients.of(next.actor(), critic, torch, settings.entropyBonus());
    }
  }

  private static void requireNumber(String where, String what, float value) {
    if (!Float.isFinite(value)) {
      throw new TrainingDivergedException(where + ": " + what + " is " + value);
    }
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Override
  public void close() {
    manager.close();
  }
}
