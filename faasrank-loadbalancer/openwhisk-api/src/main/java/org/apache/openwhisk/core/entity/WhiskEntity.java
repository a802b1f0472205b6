package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: what is stored in OpenWhisk's database. */
public abstract class WhiskEntity {

  protected WhiskEntity(String name, String entityType) {}

  /** Revision of the document: another with each update. */
  public String rev() {
    throw Signature.only();
  }

  public FullyQualifiedEntityName fullyQualifiedName(boolean withVersion) {
    throw Signature.only();
  }
}
