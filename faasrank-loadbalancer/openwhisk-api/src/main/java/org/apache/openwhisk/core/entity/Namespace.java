package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: a user's namespace. */
public class Namespace {

  public String name() {
    throw Signature.only();
  }

  public String uuid() {
    throw Signature.only();
  }
}
