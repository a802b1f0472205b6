package io.faasrank.loadbalancer.model;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ScoreNetwork;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;

/** Models, good and bad, as files. */
final class Models {

  private Models() {}

  /** An untrained model. */
  static Model untrained(FeatureSchema schema, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int width = schema.width();
    return new Model(
        schema,
        Scaler.identity(width),
        ScoreNetwork.random(width, random::nextFloat),
        ScoreNetwork.random(width, random::nextFloat),
        Map.of("seed", Integer.toString(seed)));
  }

  static byte[] bytes(FeatureSchema schema, int seed) {
    return ModelFile.toBytes(untrained(schema, seed));
  }

  /** One whose last weight is no number. */
  static byte[] withNaN() {
    byte[] bytes = bytes(FeatureSchema.TABLE1, 9);
    bytes[bytes.length - 1] = (byte) 0x7f;
    bytes[bytes.length - 2] = (byte) 0xc0;
    return bytes;
  }

  /** One that names the fingerprint of columns that are not this program's. */
  static byte[] ofAnotherSchema() {
    String text = new String(bytes(FeatureSchema.TABLE1, 9), StandardCharsets.ISO_8859_1);
    return text.replace(FeatureSchema.TABLE1.fingerprint(), "0123456789abcdef")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
