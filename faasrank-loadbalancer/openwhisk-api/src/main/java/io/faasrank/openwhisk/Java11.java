package io.faasrank.openwhisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of Java 11, from the file {@code lib/ct.sym} of this JDK, which is what {@code javac
 * --release 11} compiles against. In it a folder is named by the releases that its classes are the
 * same in, one character each; Java 11 is B.
 */
final class Java11 {

  private static final String RELEASE = "B";

  private static final String SUFFIX = ".sig";

  private final Map<String, HostType> types = new HashMap<>();

  Java11() {
    Path file = Path.of(System.getProperty("java.home"), "lib", "ct.sym");
    try (FileSystem zip = FileSystems.newFileSystem(file);
        Stream<Path> releases = Files.list(zip.getPath("/"))) {
      for (Path release : (Iterable<Path>) releases::iterator) {
        if (release.getFileName().toString().contains(RELEASE)) {
          read(release);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path release) throws IOException {
    try (Stream<Path> files = Files.walk(release)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.toString();
        if (name.endsWith(SUFFIX) && !name.endsWith("module-info" + SUFFIX)) {
          // release, module, then the packages
          String type = release.relativize(file).subpath(1, file.getNameCount() - 1).toString();
          types.put(
              type.substring(0, type.length() - SUFFIX.length()),
              ClassFiles.declarations(Files.readAllBytes(file)));
        }
      }
    }
  }

  /** The type, or null where Java 11 has none of that name. */
  @Nullable HostType type(String internalName) {
    return types.get(internalName);
  }
}
