package io.faasrank.testbed.learner;

import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.Offer;
import io.faasrank.model.Model;
import io.faasrank.testbed.learn.ReplayedChoices;
import java.nio.file.Path;

/**
 * The part of a log that a round learns from.
 *
 * @param folder of files of events
 * @param hours files to read, the newest
 * @param activations most of them, the newest
 * @param scale seconds that pass on the invokers in a second; 1 but on a testbed
 * @param keepsModels whether the models that it names are kept beside it, for later rounds
 */
public record LearnerLog(
    Path folder, int hours, int activations, double scale, boolean keepsModels) {

  /**
   * One round.
   *
   * @param otherwise the model in service where the log has none
   * @throws IllegalArgumentException when there is too little to learn from, or the model in
   *     service is unknown
   */
  public Offer learn(LearningRound round, Model otherwise) {
    ClusterRecord record = ClusterRecord.read(folder, hours, scale, activations);
    KnownModels models = new KnownModels(folder);
    if (keepsModels) {
      models.keep(record);
    }
    return round.run(record, models.serving(record, otherwise), new ReplayedChoices(folder, hours));
  }
}
