package io.faasrank.loadbalancer.model;

import io.faasrank.model.Model;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;

/** What tells one model file from another. */
public final class ModelBytes {

  /**
   * Digest digits shown, as many as git shows of a commit: enough to tell a fleet's models apart.
   */
  private static final int DIGITS = 12;

  /**
   * Longest piece of foreign text shown in a log line or a version. Chosen: half a terminal's line.
   */
  private static final int LONGEST = 64;

  private ModelBytes() {}

  /** The first twelve hex digits of the bytes' SHA-256, as {@code sha256sum} prints them. */
  public static String digest(byte[] bytes) {
    return sha256(bytes).substring(0, DIGITS);
  }

  /** The bytes' SHA-256 in hex. */
  static String sha256(byte[] bytes) {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
      return String.format(Locale.ROOT, "%064x", new BigInteger(1, sha256));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What the model's metadata says of how it was made: date, seed and validation, where given. */
  static String making(Model model) {
    StringBuilder making = new StringBuilder("schema ").append(model.schema().schemaName());
    Map<String, String> metadata = model.metadata();
    for (String key : new String[] {"date", "seed", "validation_percent_of_hashing"}) {
      String value = metadata.get(key);
      if (value != null) {
        making.append(", ").append(key).append(' ').append(printable(value));
      }
    }
    return making.toString();
  }

  /** Text from outside, in one line of bounded length. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
