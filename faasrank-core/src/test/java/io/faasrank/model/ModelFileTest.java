package io.faasrank.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards against weights that change on their way through a file, and against a damaged or foreign
 * file that reaches a controller.
 */
class ModelFileTest {

  private final Path folder;

  ModelFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @EnumSource(FeatureSchema.class)
  void survivesWritingAndReadingBitForBit(FeatureSchema schema) throws Exception {
    Model model = model(schema);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(file, model);
    Model read = ModelFile.read(file);
    assertThat(read.schema()).isEqualTo(schema);
    assertThat(read.metadata()).containsExactlyEntriesOf(model.metadata());
    assertThat(read.actor().parameters()).isDeepEqualTo(model.actor().parameters());
    assertThat(read.critic().parameters()).isDeepEqualTo(model.critic().parameters());
    assertThat(read.scaler().mean()).isEqualTo(model.scaler().mean());
    assertThat(read.scaler().deviation()).isEqualTo(model.scaler().deviation());
    assertThat(ModelFile.toBytes(read)).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void replacesAFileAndLeavesNothingBehind() throws Exception {
    Path file = folder.resolve("model.safetensors");
    Files.writeString(file, "old");
    ModelFile.write(file, model(FeatureSchema.TABLE1));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(ModelFile.read(file).actor().inputs()).isEqualTo(26);
  }

  @Test
  void namesTheFileThatCannotBeReadOrWritten() {
    Path missing = folder.resolve("no.safetensors");
    assertThatThrownBy(() -> ModelFile.read(missing))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessage(missing + ": no such file, expected a model");
    assertThatThrownBy(() -> ModelFile.read(folder))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageStartingWith(folder + ": cannot be read");
    Path nowhere = folder.resolve("none").resolve("model.safetensors");
    assertThatThrownBy(() -> ModelFile.write(nowhere, model(FeatureSchema.TABLE1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(nowhere + ": cannot be written");
  }

  @Test
  void refusesAModelOfAnotherSchema() {
    FeatureSchema schema = FeatureSchema.TABLE1;
    refuses("table1\"", "tablex\"", "unknown schema");
    refuses(schema.fingerprint(), "0123456789abcdef", "expected " + schema.fingerprint());
    refuses(ModelFile.FORMAT, "faasrank-model-2", "expected faasrank-model-1");
    refuses("schema_fingerprint", "schema_fingerprinx", "fingerprint is 'null'");
  }

  @Test
  void refusesTensorsThatAreMissingOrMisshapen() {
    refuses("actor.2.weight", "actor.3.weight", "has no tensor actor.2.weight");
    refuses("[16,32]", "[32,16]", "tensor actor.2.weight has shape [32, 16], expected [16, 32]");
    Safetensors content = Safetensors.parse(ModelFile.toBytes(model(FeatureSchema.TABLE1)), "m");
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put("extra", Tensor.of(1f));
    byte[] extra = new Safetensors(content.metadata(), tensors).toBytes();
    assertThatThrownBy(() -> ModelFile.read(extra, "m"))
        .hasMessage("m: has 15 tensors, expected 14");
    tensors.remove("extra");
    tensors.put("scaler.deviation", Tensor.of(new float[26]));
    byte[] flat = new Safetensors(content.metadata(), tensors).toBytes();
    assertThatThrownBy(() -> ModelFile.read(flat, "m")).hasMessageContaining("deviation 0.0");
    assertThatThrownBy(() -> ModelFile.read(new byte[ModelFile.MAX_BYTES + 1], "m"))
        .hasMessage("m: larger than 4194304 bytes, not a model");
  }

  @Test
  void refusesANetworkOfAnotherWidthAndReservedMetadata() {
    Model model = model(FeatureSchema.TABLE1);
    ScoreNetwork wide = ScoreNetwork.random(30, new Random(1)::nextFloat);
    assertThatThrownBy(
            () -> new Model(model.schema(), model.scaler(), model.actor(), wide, model.metadata()))
        .hasMessage("critic is for 30 columns, schema table1 has 26");
    assertThatThrownBy(
            () ->
                new Model(
                    model.schema(),
                    model.scaler(),
                    model.actor(),
                    model.critic(),
                    Map.of("schema", "x")))
        .hasMessage("metadata key 'schema' is reserved");
  }

  /** Damages a good file at random: it is refused in one line, or still a model of numbers. */
  @Test
  void neverBreaksOnADamagedFile() {
    byte[] good = ModelFile.toBytes(model(FeatureSchema.TABLE1));
    Random random = new Random(20_260_101);
    float[] row = new float[26];
    Arrays.fill(row, 5f);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = damage(good, random);
      try {
        Model read = ModelFile.read(bytes, "m");
        assertThat(read.actor().mean(row, 1)).isFinite();
        assertThat(read.critic().mean(row, 1)).isFinite();
      } catch (ModelRefusedException e) {
        refused++;
        assertThat(e.getMessage()).startsWith("m: ").hasLineCount(1).hasSizeLessThan(400);
      }
    }
    assertThat(refused).isBetween(10_000, 19_999);
  }

  private static byte[] damage(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int header = 8 + (bytes[0] & 0xff) + ((bytes[1] & 0xff) << 8);
    switch (random.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(good, random.nextInt(good.length));
      case 1 -> bytes = Arrays.copyOf(good, good.length + 1 + random.nextInt(64));
      case 2 -> bytes[random.nextInt(8)] = (byte) random.nextInt();
      case 3 -> bytes[8 + random.nextInt(header - 8)] = (byte) random.nextInt();
      case 4 -> bytes[header + random.nextInt(good.length - header)] = (byte) random.nextInt();
      default -> {
        List<String> texts = List.of("{", "}", "\"", "[", "9", "-", "1e9", "null", "\n", "\u0000");
        byte[] text = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, bytes, 8 + random.nextInt(header - 16), text.length);
      }
    }
    return bytes;
  }

  private static void refuses(String text, String replacement, String reason) {
    String good =
        new String(ModelFile.toBytes(model(FeatureSchema.TABLE1)), StandardCharsets.ISO_8859_1);
    int at = good.indexOf(text);
    String bad = good.substring(0, at) + replacement + good.substring(at + text.length());
    assertThatThrownBy(() -> ModelFile.read(bad.getBytes(StandardCharsets.ISO_8859_1), "m"))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(reason);
  }

  private static Model model(FeatureSchema schema) {
    Random random = new Random(11);
    int width = schema.width();
    float[] mean = new float[width];
    float[] deviation = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (1e4 * random.nextGaussian());
      deviation[i] = (float) Math.exp(3 * random.nextGaussian());
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("seed", "11");
    metadata.put("command", "faasrank train --workloads \"M1..M10\" --wörk ∆\n");
    return new Model(
        schema,
        new Scaler(mean, deviation),
        ScoreNetwork.random(width, random::nextFloat),
        ScoreNetwork.random(width, random::nextFloat),
        metadata);
  }
}
