package org.apache.openwhisk.spi;

/** Signature: the marker of what {@code whisk.spi} may name. */
public interface Spi {}
