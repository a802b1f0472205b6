package org.apache.openwhisk.core.connector;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import org.apache.openwhisk.core.entity.Identity;

/** Signature: the order to an invoker to run an action. */
public class ActivationMessage implements Message {

  @Override
  public TransactionMetadata transid() {
    throw Signature.only();
  }

  @Override
  public String serialize() {
    throw Signature.only();
  }

  public FullyQualifiedEntityName action() {
    throw Signature.only();
  }

  public Identity user() {
    throw Signature.only();
  }

  public String activationId() {
    throw Signature.only();
  }

  public boolean blocking() {
    throw Signature.only();
  }
}
