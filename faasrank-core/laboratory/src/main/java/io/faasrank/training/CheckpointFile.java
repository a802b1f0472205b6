package io.faasrank.training;

import io.faasrank.feature.Scaler;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.Safetensors;
import io.faasrank.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint as a {@link Safetensors} file: the tensors of {@link TrainingState}, the scaler's,
 * and the settings it was trained with, since going on with other settings would give the result of
 * neither.
 */
public final class CheckpointFile {

  private static final String SETTING = "setting.";
  private static final String BEST = "best_percent";
  private static final String SINCE_BEST = "validations_since_best";
  private static final String MEAN = "scaler.mean";
  private static final String DEVIATION = "scaler.deviation";

  /** The name of a missing setting's value in messages. */
  private static final String NONE = "none";

  private CheckpointFile() {}

  /**
   * Writes a checkpoint; a reader sees the old file or the new one, never a part.
   *
   * @param settings names and values of what must not change, in the words of the user
   * @throws IllegalArgumentException when the file cannot be written, naming it
   */
  public static void write(Path file, Checkpoint checkpoint, Map<String, String> settings) {
    Safetensors state = checkpoint.state().toSafetensors();
    Map<String, String> metadata = new LinkedHashMap<>(state.metadata());
    metadata.put(BEST, Double.toString(checkpoint.bestPercent()));
    metadata.put(SINCE_BEST, Integer.toString(checkpoint.sinceBest()));
    settings.forEach((name, value) -> metadata.put(SETTING + name, value));
    Map<String, Tensor> tensors = new LinkedHashMap<>(state.tensors());
    tensors.put(MEAN, Tensor.of(checkpoint.scaler().mean()));
    tensors.put(DEVIATION, Tensor.of(checkpoint.scaler().deviation()));
    ModelFile.write(file, new Safetensors(metadata, tensors).toBytes());
  }

  /**
   * Reads a checkpoint.
   *
   * @param settings as they are now
   * @throws ModelRefusedException when there is no such file or it is no checkpoint
   * @throws IllegalArgumentException when it was trained with other settings, naming the first that
   *     differs
   */
  public static Checkpoint read(Path file, Map<String, String> settings) {
    Safetensors content = Safetensors.parse(bytes(file), file.toString());
    TrainingState state = TrainingState.of(content, file.toString());
    requireSame(file, content.metadata(), settings);
    try {
      return new Checkpoint(
          state,
          new Scaler(values(content, MEAN), values(content, DEVIATION)),
          Double.parseDouble(text(content, BEST)),
          Integer.parseInt(text(content, SINCE_BEST)));
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ModelRefusedException(file.toString(), "no such file, expected a checkpoint");
    } catch (IOException e) {
      throw new ModelRefusedException(file.toString(), "cannot be read: " + e);
    }
  }

  private static void requireSame(
      Path file, Map<String, String> metadata, Map<String, String> settings) {
    Set<String> names = new LinkedHashSet<>(settings.keySet());
    for (String key : metadata.keySet()) {
      if (key.startsWith(SETTING)) {
        names.add(key.substring(SETTING.length()));
      }
    }
    for (String name : names) {
      String before = metadata.getOrDefault(SETTING + name, NONE);
      String now = settings.getOrDefault(name, NONE);
      if (!before.equals(now)) {
        throw new IllegalArgumentException(
            file + ": " + name + ": expected " + before + " as it was trained with, found " + now);
      }
    }
  }

  private static String text(Safetensors content, String key) {
    String text = content.metadata().get(key);
    if (text == null) {
      throw new IllegalArgumentException("has no " + key);
    }
    return text;
  }

  private static float[] values(Safetensors content, String name) {
    Tensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("has no tensor " + name);
    }
    return tensor.values();
  }
}
