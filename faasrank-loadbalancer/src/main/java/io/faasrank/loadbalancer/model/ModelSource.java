package io.faasrank.loadbalancer.model;

import io.faasrank.model.ModelFile;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.ShippedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where the configured model's bytes are: in the jar, or in a file that may be replaced. */
final class ModelSource {

  /** The state of a file that is not there or cannot be looked at. */
  private static final String ABSENT = "absent";

  private final String setting;
  private final @Nullable Path file;
  private String seen = "";

  /**
   * @param setting a shipped model's name, or a file
   * @throws IllegalArgumentException when it is neither
   */
  ModelSource(String setting) {
    String shipped = ShippedModel.nameOf(setting);
    this.setting = shipped == null ? setting : shipped;
    this.file = shipped == null ? Path.of(setting) : null;
  }

  /** In words, for messages. */
  String origin() {
    return (file == null ? "shipped model " : "file ") + setting;
  }

  /**
   * Whether there is something to read that has not been: true once for a shipped model, and for a
   * file whenever its modification time, size or identity differ from when it was last read.
   */
  boolean changed() {
    return !state().equals(seen);
  }

  /**
   * Reads the bytes. A file that changes meanwhile still counts as changed.
   *
   * @throws ModelRefusedException when there is no such file or it cannot be read
   */
  byte[] read() {
    seen = state();
    return file == null ? ShippedModel.bytes(setting) : ModelFile.bytes(file);
  }

  private String state() {
    if (file == null) {
      return "shipped";
    }
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
    } catch (IOException e) {
      return ABSENT;
    }
  }
}
