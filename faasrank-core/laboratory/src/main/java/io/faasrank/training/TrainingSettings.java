package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;

/**
 * Settings of a training run; the settings of its updates are in {@link PpoSettings}.
 *
 * @param schema columns of the state rows
 * @param baseline what is subtracted from returns
 * @param tasks tasks of each update, positive
 * @param rollouts episodes of each task; they share their arrivals; at least 2 with the replica
 *     baseline
 * @param steps how many steps of each episode, drawn at random, to learn from; 0 for all
 * @param imitation updates at the beginning that imitate the best rule of each task; 0 for none
 * @param episodes how many episodes to run, positive; rounded up to whole updates
 * @param sameArrivals whether each workload repeats the same arrivals all through, as the paper
 *     trained; otherwise every update draws new ones
 * @param credit from what follows an action to its advantage
 * @param decay whether the learning rate falls linearly to a twentieth at the end
 * @param outputScale factor on the actor's random output layer; small makes the first policy near
 *     uniform
 * @param validateEvery updates from one validation to the next, positive
 * @param patience validations without a new best after which training stops; 0 for never
 * @param seed decides everything that is random
 * @param ppo the updates
 */
public record TrainingSettings(
    FeatureSchema schema,
    Baseline baseline,
    int tasks,
    int rollouts,
    int steps,
    int imitation,
    int episodes,
    boolean sameArrivals,
    Credit credit,
    boolean decay,
    float outputScale,
    int validateEvery,
    int patience,
    long seed,
    PpoSettings ppo) {

  /** Where the learning rate ends when it decays, as a share of where it starts. Unmeasured. */
  private static final double LAST_RATE = 0.05;

  public TrainingSettings {
    require(tasks > 0, "tasks", tasks, "positive");
    require(steps >= 0, "steps", steps, "0 or more");
    require(imitation >= 0, "imitation", imitation, "0 or more");
    int least = baseline == Baseline.REPLICA ? 2 : 1;
    require(rollouts >= least, "rollouts", rollouts, least + " or more with baseline " + baseline);
    require(episodes > 0, "episodes", episodes, "positive");
    require(outputScale > 0 && outputScale <= 1, "output-scale", outputScale, "above 0, at most 1");
    require(validateEvery > 0, "validate-every", validateEvery, "positive");
    require(patience >= 0, "patience", patience, "0 or more");
    ppo = ppo.withCritic(baseline == Baseline.CRITIC);
  }

  private static void require(boolean holds, String key, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must be " + expected + ", not " + value);
    }
  }

  /** The same training from another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        schema,
        baseline,
        tasks,
        rollouts,
        steps,
        imitation,
        episodes,
        sameArrivals,
        credit,
        decay,
        outputScale,
        validateEvery,
        patience,
        other,
        ppo);
  }

  /** Number of updates. */
  public int updates() {
    return (episodes + episodesPerUpdate() - 1) / episodesPerUpdate();
  }

  /** Number of episodes of an update. */
  public int episodesPerUpdate() {
    return tasks * rollouts;
  }

  /** Settings of one update, counted from 0. */
  PpoSettings ppo(int update) {
    double left = 1 - (double) update / updates();
    return decay ? ppo.withLearningRate(ppo.learningRate() * Math.max(LAST_RATE, left)) : ppo;
  }
}
