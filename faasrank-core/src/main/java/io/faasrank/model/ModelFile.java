package io.faasrank.model;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model as a {@link Safetensors} file. The metadata names the format, the schema and its
 * fingerprint, then how the model came to be; the tensors are the scaler's two and six of each
 * network. Everything is checked before a model is handed out.
 */
public final class ModelFile {

  /** Value of the metadata key {@code format}. */
  public static final String FORMAT = "faasrank-model-1";

  /** Largest file read. A model takes 13 KB. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  static final Set<String> RESERVED_KEYS = Set.of("format", "schema", "schema_fingerprint");

  private static final String MEAN = "scaler.mean";
  private static final String DEVIATION = "scaler.deviation";

  private ModelFile() {}

  /**
   * Reads a model.
   *
   * @throws ModelRefusedException when there is no such file, it cannot be read, or it holds no
   *     model of a known schema
   */
  public static Model read(Path file) {
    return read(bytes(file), file.toString());
  }

  /**
   * The bytes of a file, of which at most one more than {@link #MAX_BYTES} are read; {@link
   * #read(byte[], String)} then refuses them.
   *
   * @throws ModelRefusedException when there is no such file or it cannot be read
   */
  public static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new ModelRefusedException(file.toString(), "no such file, expected a model");
    } catch (IOException e) {
      throw new ModelRefusedException(
          file.toString(), "cannot be read: " + SafetensorsParser.quote(e.toString()));
    }
  }

  /**
   * Reads a model from memory.
   *
   * @param origin what to call the bytes in messages
   * @throws ModelRefusedException when they are not a model of a known schema
   */
  public static Model read(byte[] bytes, String origin) {
    if (bytes.length > MAX_BYTES) {
      throw new ModelRefusedException(origin, "larger than " + MAX_BYTES + " bytes, not a model");
    }
    Safetensors content = Safetensors.parse(bytes, origin);
    FeatureSchema schema = schema(content.metadata(), origin);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.keySet().removeAll(RESERVED_KEYS);
    int width = schema.width();
    float[] mean = tensor(content, MEAN, new int[] {width}, origin);
    float[] deviation = tensor(content, DEVIATION, new int[] {width}, origin);
    float[][] actor = networkTensors(content, "actor.", width, origin);
    float[][] critic = networkTensors(content, "critic.", width, origin);
    if (content.tensors().size() != 2 + actor.length + critic.length) {
      throw new ModelRefusedException(
          origin, "has " + content.tensors().size() + " tensors, expected 14");
    }
    try {
      return new Model(
          schema,
          new Scaler(mean, deviation),
          new ScoreNetwork(width, actor),
          new ScoreNetwork(width, critic),
          metadata);
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(origin, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Writes a model so that a reader sees the old file or the new one, never a part: into a
   * temporary file of the same folder, forced to disk, then moved.
   *
   * @throws IllegalArgumentException when the file cannot be written, naming it
   */
  public static void write(Path file, Model model) {
    write(file, toBytes(model));
  }

  /** Writes bytes as {@link #write(Path, Model)} does. */
  public static void write(Path file, byte[] bytes) {
    String process = Long.toString(ProcessHandle.current().pid());
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + process + ".tmp");
    try {
      try (FileChannel out =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": cannot be written: " + SafetensorsParser.quote(e.toString()), e);
    }
  }

  /** The file's bytes: same model, same bytes. */
  public static byte[] toBytes(Model model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("schema", model.schema().schemaName());
    metadata.put("schema_fingerprint", model.schema().fingerprint());
    metadata.putAll(model.metadata());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(MEAN, Tensor.of(model.scaler().mean()));
    tensors.put(DEVIATION, Tensor.of(model.scaler().deviation()));
    putNetwork(tensors, "actor.", model.actor());
    putNetwork(tensors, "critic.", model.critic());
    return new Safetensors(metadata, tensors).toBytes();
  }

  private static FeatureSchema schema(Map<String, String> metadata, String origin) {
    String format = metadata.get("format");
    if (!FORMAT.equals(format)) {
      throw new ModelRefusedException(
          origin,
          "format is " + SafetensorsParser.quote(String.valueOf(format)) + ", expected " + FORMAT);
    }
    FeatureSchema schema;
    try {
      schema = FeatureSchema.named(String.valueOf(metadata.get("schema")));
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(
          origin, SafetensorsParser.quote(String.valueOf(e.getMessage())));
    }
    String fingerprint = metadata.get("schema_fingerprint");
    if (!schema.fingerprint().equals(fingerprint)) {
      throw new ModelRefusedException(
          origin,
          "schema fingerprint is "
              + SafetensorsParser.quote(String.valueOf(fingerprint))
              + ", expected "
              + schema.fingerprint()
              + " of schema "
              + schema.schemaName());
    }
    return schema;
  }

  private static void putNetwork(Map<String, Tensor> tensors, String prefix, ScoreNetwork network) {
    float[][] parameters = network.parameters();
    List<String> names = ScoreNetwork.TENSOR_NAMES;
    for (int t = 0; t < parameters.length; t++) {
      int[] shape = ScoreNetwork.shape(network.inputs(), t);
      tensors.put(prefix + names.get(t), new Tensor(shape, parameters[t]));
    }
  }

  private static float[][] networkTensors(
      Safetensors content, String prefix, int width, String origin) {
    float[][] parameters = new float[ScoreNetwork.TENSOR_NAMES.size()][];
    for (int t = 0; t < parameters.length; t++) {
      String name = prefix + ScoreNetwork.TENSOR_NAMES.get(t);
      parameters[t] = tensor(content, name, ScoreNetwork.shape(width, t), origin);
    }
    return parameters;
  }

  private static float[] tensor(Safetensors content, String name, int[] shape, String origin) {
    Tensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new ModelRefusedException(origin, "has no tensor " + name);
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new ModelRefusedException(
          origin,
          "tensor "
              + name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", expected "
              + Arrays.toString(shape));
    }
    return tensor.values();
  }
}
