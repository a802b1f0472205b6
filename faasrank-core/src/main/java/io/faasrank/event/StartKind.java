package io.faasrank.event;

/** What kind of container an activation met. */
public enum StartKind {
  /** No acknowledgement told: that of a non-blocking activation does not. */
  UNKNOWN,
  /** One that had to be initialised. */
  COLD,
  /** One that had been initialised. */
  WARM
}
