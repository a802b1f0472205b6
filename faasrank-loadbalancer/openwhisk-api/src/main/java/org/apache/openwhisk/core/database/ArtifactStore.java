package org.apache.openwhisk.core.database;

/** Signature: OpenWhisk's database; passed through. */
public interface ArtifactStore<D> {}
