package io.faasrank.openwhisk;

/** The body of every method that is only a signature. */
public final class Signature {

  private Signature() {}

  public static UnsupportedOperationException only() {
    return new UnsupportedOperationException("a signature: OpenWhisk has the body");
  }
}
