package io.faasrank.testbed.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.cluster.Action;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.RecordedActivation;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a round that takes another model for the one in service: a candidate on trial, or
 * the default where what serves came into service before the log begins.
 */
final class KnownModelsTest {

  private static final Model GENERAL = ShippedModel.open("general");
  private static final byte[] TABLE1 = ModelFile.toBytes(ShippedModel.open("table1"));
  private static final byte[] EXTENDED = ModelFile.toBytes(ShippedModel.open("extended"));

  private final KnownModels models;

  KnownModelsTest(@TempDir Path folder) {
    models = new KnownModels(folder);
  }

  @Test
  void aCandidateOnTrialIsNotInService() {
    ClusterRecord record =
        record(
            Map.of(digest(TABLE1), TABLE1, digest(EXTENDED), EXTENDED),
            "faasrank " + digest(TABLE1),
            "canary " + digest(EXTENDED),
            "canary " + digest(TABLE1),
            "canary " + digest(EXTENDED));
    assertThat(ModelFile.toBytes(models.serving(record, GENERAL))).isEqualTo(TABLE1);
    // promoted
    ClusterRecord later =
        record(record.models(), "canary " + digest(TABLE1), "faasrank " + digest(EXTENDED));
    assertThat(ModelFile.toBytes(models.serving(later, GENERAL))).isEqualTo(EXTENDED);
  }

  @Test
  void aTrialAloneDoesNotTellTheModelInService() {
    ClusterRecord record =
        record(
            Map.of(digest(TABLE1), TABLE1, digest(EXTENDED), EXTENDED),
            "canary " + digest(EXTENDED),
            "canary " + digest(TABLE1));
    assertThatThrownBy(() -> models.serving(record, GENERAL)).hasMessageContaining("of a trial");
    // but for one against hashing
    ClusterRecord other =
        record(Map.of(digest(TABLE1), TABLE1), "canary " + digest(TABLE1), "canary ");
    assertThat(ModelFile.toBytes(models.serving(other, GENERAL))).isEqualTo(TABLE1);
  }

  @Test
  void aModelThatServesSinceBeforeTheLogIsRemembered() {
    String serves = "faasrank " + digest(TABLE1);
    ClusterRecord late = record(Map.of(), serves);
    assertThatThrownBy(() -> models.serving(late, GENERAL))
        .hasMessage(
            "model %s is in service since before the log begins; give its file by --model"
                .formatted(digest(TABLE1)));
    models.keep(record(Map.of(digest(TABLE1), TABLE1), serves));
    models.keep(late);
    assertThat(ModelFile.toBytes(models.serving(late, GENERAL))).isEqualTo(TABLE1);
    // forgotten once nothing decides by it
    models.keep(record(Map.of(), "hashing "));
    assertThatThrownBy(() -> models.serving(late, GENERAL)).hasMessageContaining("--model");
  }

  @Test
  void whereNoModelDecidesItIsTheOneGiven() {
    assertThat(models.serving(record(Map.of(), "hashing "), GENERAL)).isSameAs(GENERAL);
    String given = digest(ModelFile.toBytes(GENERAL));
    assertThat(models.serving(record(Map.of(), "faasrank " + given), GENERAL)).isSameAs(GENERAL);
  }

  private static String digest(byte[] file) {
    return ModelBytes.digest(file);
  }

  /**
   * @param decisions mode and digest each; no digest where no model decided
   */
  private static ClusterRecord record(Map<String, byte[]> known, String... decisions) {
    List<RecordedActivation> activations = new ArrayList<>();
    for (String decision : decisions) {
      String[] words = decision.split(" ", 2);
      PolicySaid said =
          words[1].isEmpty()
              ? null
              : new PolicySaid(1, "faasrank", words[1], 0, 1, false, 1, 1, 1, 1);
      Placed placed =
          new Placed(
              1,
              activations.size(),
              "id",
              new Action(0, "guest", "f", 256),
              false,
              1,
              60_000,
              0,
              0,
              said == null ? "hashing" : "faasrank",
              words[0],
              1,
              said,
              "");
      activations.add(new RecordedActivation(0, 0, activations.size(), Double.NaN, placed, null));
    }
    return new ClusterRecord(
        0, 1, List.of(), activations, 0, 0, List.of(), List.of(), List.of(), 1, known, true, 0, 0);
  }
}
