package io.faasrank.testbed.learner;

import io.faasrank.event.PolicySaid;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.RecordedActivation;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models that a log has named, kept beside it in {@code models}: a log names a model when it
 * comes into service, which may be longer ago than what a round reads.
 */
final class KnownModels {

  private static final String SUFFIX = ".safetensors";

  /** The mode in which arms take turns. */
  private static final String TRIAL = "canary";

  private final Path folder;

  /**
   * @param log folder of the log
   */
  KnownModels(Path log) {
    folder = log.resolve("models");
  }

  /**
   * The model in service: that of the last decision which a model made, trials apart.
   *
   * @param otherwise where no model decided
   * @throws IllegalArgumentException when its file is unknown, or all is of a trial; one line
   */
  Model serving(ClusterRecord record, Model otherwise) {
    String digest = digest(record);
    if (digest.isEmpty() || digest.equals(ModelBytes.digest(ModelFile.toBytes(otherwise)))) {
      return otherwise;
    }
    byte[] file = file(record, digest);
    if (file == null) {
      throw new IllegalArgumentException(
          "model %s is in service since before the log begins; give its file by --model"
              .formatted(digest));
    }
    return ModelFile.read(file, "model " + digest + " of the log");
  }

  /** Empty where no model decided. */
  private static String digest(ClusterRecord record) {
    Set<String> tried = new HashSet<>();
    List<RecordedActivation> all = record.activations();
    for (int i = all.size() - 1; i >= 0; i--) {
      PolicySaid said = all.get(i).placed().said();
      if (said != null && !said.model().isEmpty()) {
        if (!all.get(i).placed().mode().equals(TRIAL)) {
          return said.model();
        }
        tried.add(said.model());
      }
    }
    if (tried.size() > 1) {
      throw new IllegalArgumentException(
          "all of the log is of a trial, so that it does not tell the model in service");
    }
    // on trial against hashing: the model in service itself
    return tried.stream().findAny().orElse("");
  }

  private byte @Nullable [] file(ClusterRecord record, String digest) {
    byte[] file = record.models().get(digest);
    Path kept = folder.resolve(digest + SUFFIX);
    return file == null && Files.exists(kept) ? ModelFile.bytes(kept) : file;
  }

  /** Keeps the models of a record, and of those kept before what decided in it. */
  void keep(ClusterRecord record) {
    Map<String, byte[]> known = new HashMap<>(record.models());
    record.activations().stream()
        .map(a -> a.placed().said())
        .filter(said -> said != null && !said.model().isEmpty())
        .map(PolicySaid::model)
        .distinct()
        .forEach(digest -> known.computeIfAbsent(digest, name -> file(record, name)));
    keep(known);
  }

  private void keep(Map<String, byte[]> known) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> model : known.entrySet()) {
        Path file = folder.resolve(model.getKey() + SUFFIX);
        if (Files.notExists(file)) {
          ModelFile.write(file, model.getValue());
        }
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (!known.containsKey(name.substring(0, name.length() - SUFFIX.length()))) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }
}
