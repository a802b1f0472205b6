package org.apache.openwhisk.common;

/** Signature: OpenWhisk's log; passed through, never called. */
public interface Logging {}
