package io.faasrank.report;

/** What a row of the tables is for; decides what it is compared with and how it is drawn. */
public enum PolicyRole {
  /** The scheduler everything is relative to: OpenWhisk's hashing. */
  REFERENCE,
  /** The reference run again with other random numbers: the noise floor (A/A). */
  REPLAY,
  /** A hand-made rule. A learned policy has to beat the best of these. */
  HEURISTIC,
  /** A trained policy. */
  LEARNED,
  /** Knows what no real scheduler can know; shown for comparison and never called the best. */
  ORACLE,
  /** Another system, or a rule that binds late; shown beside and never called the best. */
  SYSTEM;

  /** Whether it is shown beside those that are compared. */
  boolean beside() {
    return this == ORACLE || this == SYSTEM;
  }
}
