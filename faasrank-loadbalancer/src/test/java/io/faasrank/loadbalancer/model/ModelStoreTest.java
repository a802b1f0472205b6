package io.faasrank.loadbalancer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.ModelSignature;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.ScoringEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a bad model that serves or stops the controller, against a good one that is lost
 * with it, and against refusals that nobody sees or that fill the log.
 */
final class ModelStoreTest {

  private static final byte[] GOOD = Models.bytes(FeatureSchema.TABLE1, 1);
  private static final byte[] BETTER = Models.bytes(FeatureSchema.EXTENDED, 2);

  private final RecordedLog log = new RecordedLog();

  @Test
  void aShippedModelsNameMayBeInUpperCase() {
    assertThat(served(open("General")).origin()).isEqualTo("shipped model general");
  }

  @Test
  void servesTheShippedModelUnderTheDigestOfItsFile() {
    ModelStore store = open("extended");
    Served served = served(store);
    assertThat(served.model().schema()).isEqualTo(FeatureSchema.EXTENDED);
    assertThat(served.scorer()).isInstanceOf(NetworkScorer.class);
    assertThat(served.origin()).isEqualTo("shipped model extended");
    assertThat(served.version())
        .matches("[0-9a-f]{12}")
        .isEqualTo(ModelBytes.digest(ShippedModel.bytes("extended")));
    assertThat(store.swaps()).isZero();
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith(
            "info model "
                + served.version()
                + " of shipped model extended serves by engine java in place of none: SHA-256 "
                + served.digest()
                + ", schema extended, date ");
    store.lookAtFile();
    assertThat(store.served()).isSameAs(served);
  }

  @Test
  void digestsAsOtherToolsDo() {
    assertThat(ModelBytes.digest(new byte[0])).isEqualTo("e3b0c44298fc");
  }

  @Test
  void beginsWithoutAModelWhenItsFileIsBad(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.safetensors");
    ModelStore store = open(missing.toString());
    assertThat(store.served()).isNull();
    assertThat(store.refused()).isEqualTo(1);
    assertThat(log.take())
        .containsExactly(
            "warn model refused (configured), hashing goes on: "
                + missing
                + ": no such file, expected a model");

    store.lookAtFile();
    assertThat(store.refused()).isEqualTo(1);
    assertThat(log.take()).isEmpty();

    Files.write(missing, GOOD);
    store.lookAtFile();
    assertThat(served(store).version()).isEqualTo(ModelBytes.digest(GOOD));
    assertThat(store.swaps()).isEqualTo(1);
  }

  @Test
  void refusesEachKindOfBadModelAndNamesItsReason(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), GOOD);
    ModelStore store = open(file.toString());
    Served good = served(store);
    log.take();
    byte[] truncated = Arrays.copyOf(GOOD, GOOD.length / 2);
    byte[] large = new byte[ModelFile.MAX_BYTES + 1];
    List<byte[]> bad =
        List.of(new byte[0], truncated, Models.withNaN(), Models.ofAnotherSchema(), large);
    List<String> reasons =
        List.of("", "bytes", "NaN", "fingerprint is '0123456789abcdef'", "larger than 4194304");
    for (int i = 0; i < bad.size(); i++) {
      replace(file, bad.get(i), i + 1);
      store.lookAtFile();
      store.lookAtFile();
      assertThat(log.take())
          .singleElement()
          .asString()
          .startsWith(
              "warn model refused (configured), model "
                  + good.version()
                  + " goes on: file "
                  + file
                  + ": ")
          .contains(reasons.get(i))
          .doesNotContain("\n");
      store.offer("v" + i, bad.get(i), null);
      store.offer("v" + i, bad.get(i), null);
      assertThat(log.take())
          .singleElement()
          .asString()
          .startsWith("warn model refused (version v" + i + ", SHA-256 ")
          .contains("goes on: Redis: ")
          .contains(reasons.get(i));
      assertThat(store.refused()).isEqualTo(2 * i + 2);
      assertThat(store.served()).isSameAs(good);
    }
    assertThat(store.swaps()).isZero();
  }

  @Test
  void refusesAModelWhoseEngineGivesNoNumbers() {
    ScoringEngine broken = engine((view, action, decision) -> decision.scores()[7] = Float.NaN);
    ModelStore store = ModelStore.open("table1", broken, served -> {}, log.logger());
    assertThat(store.served()).isNull();
    assertThat(log.take())
        .containsExactly(
            "warn model refused (configured), hashing goes on: shipped model table1: scores are"
                + " not finite, expected numbers");
  }

  @Test
  void refusesAModelForWhichTheEngineDoesNotStart(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    ScoringEngine away =
        new ScoringEngine() {
          @Override
          public String name() {
            return "away";
          }

          @Override
          public Scorer scorer(Model model) {
            throw new IllegalStateException("no native library");
          }
        };
    ModelStore store = ModelStore.open(file.toString(), away, served -> {}, log.logger());
    log.take();
    store.offer("v1", GOOD, null);
    store.offer("v1", GOOD, null);
    replace(file, GOOD, 1);
    store.lookAtFile();
    store.lookAtFile();
    assertThat(log.take())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("warn model refused (version v1, SHA-256 "),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "warn model refused (configured), hashing goes on: no native library"));
    assertThat(store.refused()).isEqualTo(3);
    // at the start it is the caller's, who stops there
    assertThatThrownBy(() -> ModelStore.open(file.toString(), away, served -> {}, log.logger()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void servesWhatRedisOffersUntilItIsWithdrawn() {
    ModelStore store =
        new ModelStore(ScoringEngine.JAVA, Models.untrained(FeatureSchema.TABLE1, 1), "mine");
    Served configured = served(store);
    assertThat(configured.version()).isEqualTo("mine");

    store.offer("v1", BETTER, null);
    Served offered = served(store);
    assertThat(offered.version()).isEqualTo("v1");
    assertThat(offered.origin()).isEqualTo("Redis");
    assertThat(offered.model().schema()).isEqualTo(FeatureSchema.EXTENDED);
    store.offer("v1", BETTER, null);
    assertThat(store.served()).isSameAs(offered);
    assertThat(store.swaps()).isEqualTo(1);

    store.offer("v2", Models.withNaN(), null);
    assertThat(store.served()).isSameAs(offered);
    store.offer("v1", GOOD, null);
    assertThat(served(store).model().schema()).isEqualTo(FeatureSchema.TABLE1);

    store.withdrawn();
    store.withdrawn();
    assertThat(store.served()).isSameAs(configured);
    assertThat(store.swaps()).isEqualTo(3);
    assertThat(store.refused()).isEqualTo(1);
  }

  @Test
  void fallsBackToHashingWhenNothingGoodIsLeft(@TempDir Path folder) {
    ModelStore store = open(folder.resolve("missing").toString());
    store.offer("v1", GOOD, null);
    assertThat(store.served()).isNotNull();
    log.take();
    store.withdrawn();
    assertThat(store.served()).isNull();
    assertThat(log.take()).containsExactly("warn no good model is configured; serving by hashing");
  }

  @Test
  void readsAFileThatWasReplacedAlsoBehindAModelOfRedis(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), GOOD);
    ModelStore store = open(file.toString());
    store.offer("v1", GOOD, null);
    ModelFile.write(file, BETTER);
    store.lookAtFile();
    assertThat(served(store).version()).isEqualTo("v1");
    store.withdrawn();
    assertThat(served(store).version()).isEqualTo(ModelBytes.digest(BETTER));

    Files.delete(file);
    store.lookAtFile();
    assertThat(served(store).version()).isEqualTo(ModelBytes.digest(BETTER));
    assertThat(store.refused()).isEqualTo(1);
  }

  @Test
  void seesAFileOfTheSameSizeByItsTime(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), GOOD);
    ModelStore store = open(file.toString());
    byte[] same = Models.bytes(FeatureSchema.TABLE1, 3);
    assertThat(same).hasSameSizeAs(GOOD);
    replace(file, same, 5);
    store.lookAtFile();
    assertThat(served(store).version()).isEqualTo(ModelBytes.digest(same));

    Served before = served(store);
    replace(file, same, 6);
    store.lookAtFile();
    assertThat(store.served()).isSameAs(before);
    assertThat(store.swaps()).isEqualTo(1);
  }

  @Test
  void rehearsesEachGoodModelBeforeItServes() {
    ModelStore store =
        ModelStore.open(
            "table1",
            ScoringEngine.JAVA,
            served -> log.logger().info("rehearsed {}", served.origin()),
            log.logger());
    assertThat(log.take())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("info rehearsed shipped model table1"),
            line -> assertThat(line).contains("serves by engine java in place of none"));
    store.offer("1", Models.withNaN(), null);
    store.offer("2", BETTER, null);
    assertThat(log.take())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("warn model refused"),
            line -> assertThat(line).isEqualTo("info rehearsed Redis"),
            line -> assertThat(line).startsWith("info model 2 of Redis serves"));
  }

  @Test
  void withAKeyTakesSignedModelsOfRedisAlone() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    String privateKey = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    ModelSignature signature =
        ModelSignature.by(Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
    ModelStore store =
        ModelStore.open("table1", ScoringEngine.JAVA, signature, served -> {}, log.logger());
    Served configured = served(store);
    log.take();

    store.offer("v1", BETTER, null);
    store.offer("v1", BETTER, ModelSignature.sign(GOOD, privateKey));
    assertThat(log.take())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("by the key in faasrank.model-key"),
            line -> assertThat(line).contains("its signature is not of these bytes"));
    assertThat(store.served()).isSameAs(configured);
    assertThat(store.refused()).isEqualTo(2);

    store.offer("v1", BETTER, ModelSignature.sign(BETTER, privateKey));
    assertThat(served(store).version()).isEqualTo("v1");
    assertThat(served(store).digest()).isEqualTo(ModelBytes.digest(BETTER));
    assertThatThrownBy(() -> store.candidate("v2", GOOD, null))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("the trial: has no signature");
    assertThat(store.candidate("v2", GOOD, ModelSignature.sign(GOOD, privateKey)).version())
        .isEqualTo("v2");
  }

  @Test
  void keepsAVersionToOneShortLine() {
    ModelStore store = open("table1");
    store.offer("a\nb" + "c".repeat(1000), GOOD, null);
    assertThat(served(store).version()).startsWith("a?bccc").hasSize(67);
  }

  private ModelStore open(String setting) {
    return ModelStore.open(setting, ScoringEngine.JAVA, served -> {}, log.logger());
  }

  private static Served served(ModelStore store) {
    @Nullable Served served = store.served();
    if (served == null) {
      throw new AssertionError("no model serves");
    }
    return served;
  }

  private static void replace(Path file, byte[] bytes, int second) throws IOException {
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * second));
  }

  private static ScoringEngine engine(Scorer scorer) {
    return new ScoringEngine() {
      @Override
      public String name() {
        return "fake";
      }

      @Override
      public Scorer scorer(Model model) {
        return scorer;
      }
    };
  }
}
