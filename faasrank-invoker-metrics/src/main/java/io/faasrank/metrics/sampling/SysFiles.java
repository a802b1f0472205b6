package io.faasrank.metrics.sampling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files below /sys. What cannot be read is empty. */
final class SysFiles {

  private SysFiles() {}

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether the folder has an entry of such a name. */
  static boolean holds(Path folder, String glob) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      return entries.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
