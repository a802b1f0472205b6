package io.faasrank.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The trained models inside the jar, one for each feature schema and named after it. Their metadata
 * says how each was trained.
 */
public final class ShippedModel {

  /** The model used when none is named. */
  public static final String DEFAULT = "general";

  /** All names, for help texts: the one place that lists them. */
  public static final String LIST = "general, extended, table1";

  private static final List<String> NAMES = List.of(LIST.split(", ", -1));

  private ShippedModel() {}

  /** The shipped models' names. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * A shipped model by its name, in upper or lower case unless there is such a file, or else the
   * model of that file.
   *
   * @throws ModelRefusedException when the file is not a model of a known schema
   */
  public static Model open(String nameOrFile) {
    String name = nameOf(nameOrFile);
    return name == null
        ? ModelFile.read(Path.of(nameOrFile))
        : ModelFile.read(bytes(name), "shipped model " + name);
  }

  /**
   * The shipped model that is meant, in upper or lower case unless there is such a file; null where
   * a file is meant.
   */
  public static @Nullable String nameOf(String nameOrFile) {
    String name = nameOrFile.toLowerCase(Locale.ROOT);
    boolean shipped =
        NAMES.contains(nameOrFile) || (NAMES.contains(name) && !Files.exists(Path.of(nameOrFile)));
    return shipped ? name : null;
  }

  /** The file of a shipped model. */
  public static byte[] bytes(String name) {
    String resource = name + ".safetensors";
    try (InputStream in = ShippedModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its model " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
