package io.faasrank.training;

import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.Safetensors;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.model.Tensor;
import io.faasrank.workload.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * All that an interrupted training needs to go on bit for bit: both networks with their optimizers,
 * the unit of the critic, the number of updates done. Never changed once handed out.
 */
public final class TrainingState {

  private static final String FORMAT = "faasrank-training-2";

  /** No schema comes near it. */
  private static final int MAX_INPUTS = 10_000;

  private static final String RETURN_SCALE = "return_scale";
  private static final String AVERAGE = "actor.average";

  /** Updates after which half of the average may stay. Unmeasured. */
  private static final double FORGETTING = 9;

  private final Learner actor;
  private final Learner critic;
  private final float[] average;
  private final ReturnScale returnScale;
  private final long updates;

  private TrainingState(
      Learner actor, Learner critic, float[] average, ReturnScale returnScale, long updates) {
    this.actor = actor;
    this.critic = critic;
    this.average = average;
    this.returnScale = returnScale;
    this.updates = updates;
  }

  /**
   * The state before the first update.
   *
   * @param critic an untrained network; what it puts out is taken as scaled returns
   */
  public static TrainingState of(ScoreNetwork actor, ScoreNetwork critic) {
    if (actor.inputs() != critic.inputs()) {
      throw new IllegalArgumentException(
          "actor has " + actor.inputs() + " inputs but critic " + critic.inputs());
    }
    Learner first = new Learner("actor", actor);
    return new TrainingState(
        first, new Learner("critic", critic), first.weights().clone(), ReturnScale.UNIT, 0);
  }

  /** The state that a training begins with: networks of random weights, from its seed. */
  static TrainingState random(TrainingSettings settings) {
    RandomGenerator random = Seeds.generator(settings.seed());
    int width = settings.schema().width();
    return of(
        ScoreNetwork.random(width, random::nextFloat, settings.outputScale()),
        ScoreNetwork.random(width, random::nextFloat));
  }

  /**
   * Reads a saved state.
   *
   * @param origin what to call the file in messages
   * @throws ModelRefusedException when it is none
   */
  public static TrainingState parse(byte[] bytes, String origin) {
    return of(Safetensors.parse(bytes, origin), origin);
  }

  /** The state in a file that may hold more beside it. */
  static TrainingState of(Safetensors content, String origin) {
    if (!FORMAT.equals(content.metadata().get("format"))) {
      throw new ModelRefusedException(origin, "is no training state, expected format " + FORMAT);
    }
    try {
      float[] scale = values(content, RETURN_SCALE);
      if (scale.length != 2 || !(scale[1] > 0)) {
        throw new IllegalArgumentException(RETURN_SCALE + " is " + Arrays.toString(scale));
      }
      Learner actor = learner(content, "actor");
      float[] average = values(content, AVERAGE);
      if (average.length != actor.weights().length) {
        throw new IllegalArgumentException(
            AVERAGE + " has " + average.length + " weights, expected " + actor.weights().length);
      }
      return new TrainingState(
          actor,
          learner(content, "critic"),
          average,
          new ReturnScale(scale[0], scale[1]),
          number(content, "updates"));
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(origin, String.valueOf(e.getMessage()));
    }
  }

  /** The bytes of a {@link Safetensors} file that {@link #parse} reads. */
  public byte[] toBytes() {
    return toSafetensors().toBytes();
  }

  Safetensors toSafetensors() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("updates", Long.toString(updates));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(RETURN_SCALE, Tensor.of(returnScale.shift(), returnScale.scale()));
    tensors.put(AVERAGE, Tensor.of(average));
    for (Learner learner : new Learner[] {actor, critic}) {
      String name = learner.name();
      metadata.put(name + ".inputs", Integer.toString(learner.inputs()));
      metadata.put(name + ".steps", Integer.toString(learner.optimizer().steps()));
      tensors.put(name + ".weights", Tensor.of(learner.weights()));
      tensors.put(name + ".first_moments", Tensor.of(learner.optimizer().first()));
      tensors.put(name + ".second_moments", Tensor.of(learner.optimizer().second()));
    }
    return new Safetensors(metadata, tensors);
  }

  /** Updates done. */
  public long updates() {
    return updates;
  }

  /** The actor. */
  public ScoreNetwork actorNetwork() {
    return actor.network();
  }

  /** The average of the actors after each update. */
  public ScoreNetwork averageNetwork() {
    return new ScoreNetwork(actor.inputs(), Learner.unflatten(actor.inputs(), average));
  }

  /** The critic, its outputs in the unit of the return. */
  public ScoreNetwork criticNetwork() {
    return returnScale.unscaled(critic.network());
  }

  Learner actor() {
    return actor;
  }

  Learner critic() {
    return critic;
  }

  ReturnScale returnScale() {
    return returnScale;
  }

  /**
   * A copy for the next update to change.
   *
   * @param returns of the batch; the critic's first decide its unit
   */
  TrainingState next(float[] returns, boolean trainCritic) {
    boolean first = trainCritic && critic.optimizer().steps() == 0;
    ReturnScale scale = first ? ReturnScale.of(returns) : returnScale;
    return new TrainingState(actor.copy(), critic.copy(), average.clone(), scale, updates + 1);
  }

  /**
   * Takes the actor's weights into their average. In the first updates less of the average stays,
   * so that the untrained network is soon forgotten.
   *
   * @param averaging share of the average that stays
   */
  void average(double averaging) {
    double stays = Math.min(averaging, updates / (updates + FORGETTING));
    float[] weights = actor.weights();
    for (int i = 0; i < average.length; i++) {
      average[i] = (float) (stays * average[i] + (1 - stays) * weights[i]);
    }
  }

  private static Learner learner(Safetensors content, String name) {
    int inputs = number(content, name + ".inputs");
    float[] weights = values(content, name + ".weights");
    float[] first = values(content, name + ".first_moments");
    float[] second = values(content, name + ".second_moments");
    if (inputs == 0 || inputs > MAX_INPUTS || weights.length != Learner.size(inputs)) {
      throw new IllegalArgumentException(
          name + " has " + weights.length + " weights for " + inputs + " inputs");
    }
    if (first.length != weights.length || second.length != weights.length) {
      throw new IllegalArgumentException(name + " has moments of another number than its weights");
    }
    AdamW optimizer = new AdamW(first, second, number(content, name + ".steps"));
    return new Learner(
        name, new ScoreNetwork(inputs, Learner.unflatten(inputs, weights)), optimizer);
  }

  private static float[] values(Safetensors content, String name) {
    Tensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("has no tensor " + name);
    }
    return tensor.values();
  }

  private static int number(Safetensors content, String key) {
    String text = content.metadata().get(key);
    if (text == null || !text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(key + " is '" + text + "', expected a whole number");
    }
    return Integer.parseInt(text);
  }
}
