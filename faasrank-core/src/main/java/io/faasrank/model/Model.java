package io.faasrank.model;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything a controller needs to score invokers and a trainer to go on: the networks with the
 * schema and the scaler they were trained on.
 *
 * @param schema columns of a state row
 * @param scaler frozen statistics of the columns
 * @param actor scores invokers (Eq. 4)
 * @param critic baseline values (Eq. 5), in the unit of the return
 * @param metadata how the model came to be (command, seed, data, date, version), in order
 */
public record Model(
    FeatureSchema schema,
    Scaler scaler,
    ScoreNetwork actor,
    ScoreNetwork critic,
    Map<String, String> metadata) {

  /**
   * @throws IllegalArgumentException when a width differs from the schema's or a metadata key is
   *     one that the file format keeps for itself
   */
  public Model {
    requireWidth("scaler", scaler.width(), schema);
    requireWidth("actor", actor.inputs(), schema);
    requireWidth("critic", critic.inputs(), schema);
    for (String key : metadata.keySet()) {
      if (ModelFile.RESERVED_KEYS.contains(key)) {
        throw new IllegalArgumentException("metadata key '" + key + "' is reserved");
      }
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  private static void requireWidth(String what, int width, FeatureSchema schema) {
    if (width != schema.width()) {
      throw new IllegalArgumentException(
          what
              + " is for "
              + width
              + " columns, schema "
              + schema.schemaName()
              + " has "
              + schema.width());
    }
  }
}
