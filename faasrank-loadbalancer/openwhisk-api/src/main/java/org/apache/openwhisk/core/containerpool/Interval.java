package org.apache.openwhisk.core.containerpool;

import io.faasrank.openwhisk.Signature;
import java.time.Instant;

/** Signature: the time that an initialisation or a run took. */
public class Interval {

  public Interval(Instant start, Instant end) {}

  public Instant start() {
    throw Signature.only();
  }

  public Instant end() {
    throw Signature.only();
  }
}
