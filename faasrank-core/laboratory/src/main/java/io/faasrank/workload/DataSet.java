package io.faasrank.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * Where a trace comes from, for whoever shows results on it.
 *
 * @param name of the data set, with its citation and licence
 * @param checksum of the files read: SHA-256 over their names and contents, the first 12
 *     hexadecimal digits
 */
public record DataSet(String name, String checksum) {

  private static final int DIGITS = 12;

  /** The data set that these files are of; their order matters. */
  static DataSet of(String name, List<Path> files) {
    MessageDigest digest = Sha256.digest();
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      for (Path file : files) {
        sink.write(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
        sink.write(0);
        try (InputStream content = Files.newInputStream(file)) {
          content.transferTo(sink);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException("trace: a file of it cannot be read: " + e.getMessage());
    }
    return new DataSet(name, Sha256.hex(digest).substring(0, DIGITS));
  }
}
