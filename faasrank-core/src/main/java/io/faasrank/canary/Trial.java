package io.faasrank.canary;

import java.util.Locale;

/**
 * What a trial is, as whoever starts it writes it to Redis and all controllers read it.
 *
 * @param id names the trial: its start and the candidate's digest
 * @param digest of the candidate's file; empty where the model in service is tried against hashing
 * @param version the candidate's name
 * @param control who serves in the control's blocks: the policy with the model in service, or
 *     hashing
 */
public record Trial(
    String id,
    String digest,
    String version,
    Control control,
    Blocks blocks,
    CanarySettings settings) {

  /** Who serves in the control's blocks. */
  public enum Control {
    /** OpenWhisk's own code. */
    HASHING,
    /** The policy, with the model in service. */
    SERVING;

    /** Name in Redis and on the command line. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A trial that begins.
   *
   * @param startMillis in milliseconds since 1970
   */
  public static Trial begin(
      String digest, String version, Control control, long startMillis, CanarySettings settings) {
    String id = startMillis + "-" + (digest.isEmpty() ? "serving" : digest);
    return new Trial(
        id, digest, version, control, settings.blocks(seed(id), startMillis), settings);
  }

  /** FNV-1a of the characters. */
  private static long seed(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
