package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against a round that learns nothing, or offers what is not better. */
class LearningRoundTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T18:00:00Z"), ZoneOffset.UTC);

  private static LearningRound round(int updates, LearningListener listener) {
    return new LearningRound(
        new LearningSettings(1, updates, Duration.ofMinutes(5), 0.3, 2),
        World.CONFIG,
        CLOCK,
        listener);
  }

  @Test
  void fromAModelOfAnotherWorldItComesToABetterOneAndOffersIt(@TempDir Path folder)
      throws IOException {
    Model serving = ShippedModel.open("table1");
    ClusterRecord record = World.unlike(0.8).record(1_500, "faasrank", serving, 1);
    List<String> heard = new ArrayList<>();
    LearningListener listener =
        new LearningListener() {
          @Override
          public void began(String stage) {
            heard.add(stage);
          }

          @Override
          public void trained(int updates, int of) {
            heard.add(updates + "/" + of);
          }
        };
    Offer offer = round(2, listener).run(record, serving, null);
    assertThat(heard).containsExactly("estimating", "training", "1/2", "2/2", "judging");
    assertThat(offer.offered()).as(offer.verdict()).isTrue();
    Judgement judgement = offer.judgement();
    assertThat(judgement.of(Judgement.CANDIDATE).percentOfServing().high()).isLessThan(100);
    assertThat(judgement.of(Judgement.SERVING).percentOfServing().value()).isEqualTo(100);
    // a tenth of the way or more from the model in service to the best that is known
    double best = judgement.of(Judgement.SHIPPED).meanSeconds();
    assertThat(judgement.of(Judgement.CANDIDATE).meanSeconds())
        .isLessThan(
            judgement.of(Judgement.SERVING).meanSeconds()
                - 0.1 * (judgement.of(Judgement.SERVING).meanSeconds() - best));

    Path out = folder.resolve("offer");
    offer.write(out);
    assertThat(ModelFile.toBytes(ModelFile.read(out.resolve(Offer.MODEL)))).isEqualTo(offer.file());
    JsonNode evidence = new ObjectMapper().readTree(out.resolve(Offer.EVIDENCE).toFile());
    assertThat(evidence.get("digest").asText()).isEqualTo(offer.digest()).hasSize(12);
    assertThat(new ObjectMapper().treeToValue(evidence.get("twin"), Twin.class))
        .isEqualTo(offer.twin());
    assertThat(Files.readString(out.resolve(Offer.EVIDENCE))).doesNotContain("NaN");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(out);
    }
    assertThatThrownBy(() -> offer.write(out)).hasMessageContaining("exists already");
  }

  @Test
  void aCandidateThatIsTheModelInServiceIsNotOffered() {
    Model serving = ShippedModel.open("general");
    ClusterRecord record = World.unlike(0.4).record(800, "faasrank", serving, 1);
    Offer offer = round(0, LearningListener.NONE).run(record, serving, null);
    assertThat(offer.offered()).isFalse();
    assertThat(offer.verdict()).contains("not clearly better than the model in service");
    // a trial that refuses it once refuses it in the next round too
    assertThat(offer.file()).isEqualTo(ModelFile.toBytes(serving));
  }

  @Test
  void tooShortALogIsRefusedInOneLine() {
    Model serving = ShippedModel.open("general");
    ClusterRecord record = World.unlike(0.4).record(100, "hashing", null, 1);
    assertThatThrownBy(() -> round(0, LearningListener.NONE).run(record, serving, null))
        .hasMessage("the log holds 100 activations, expected 400 or more to learn from");
  }

  @Test
  void aTwinThatDoesNotFitOffersNothing() {
    Model serving = ShippedModel.open("table1");
    ClusterRecord record = World.unlike(0.8).record(800, "faasrank", serving, 1);
    Offer offer = round(0, LearningListener.NONE).run(record, serving, null);
    TwinFit off =
        new TwinFit(
            "paper",
            100,
            offer.fit().placers(),
            new TwinFit.Compared(1, 1.4),
            0,
            new TwinFit.Compared(1, 1),
            new TwinFit.Compared(1, 1),
            new TwinFit.Compared(1, 1),
            new TwinFit.Compared(10, 10),
            List.of());
    assertThat(LearningRound.refusal(off, offer.judgement())).contains("mean 40 % off");
  }
}
