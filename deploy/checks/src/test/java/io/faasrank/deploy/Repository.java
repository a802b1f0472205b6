package io.faasrank.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files under test, found from the module's folder, where the build runs the tests. */
final class Repository {

  /**
   * Built from this source tree, or this module itself, whose tests hold wrong names on purpose.
   */
  private static final Set<String> NO_DEPLOYMENT = Set.of("bin", "checks", "testbed");

  private Repository() {}

  static Path file(String name) {
    Path file = Path.of("../..", name).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(file + " does not exist");
    }
    return file;
  }

  static String text(String name) {
    return text(file(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files that somebody deploys, sorted. */
  static List<Path> deployed() {
    Path deploy = file("deploy");
    try (Stream<Path> files = Files.walk(deploy)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !NO_DEPLOYMENT.contains(deploy.relativize(file).getName(0).toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
