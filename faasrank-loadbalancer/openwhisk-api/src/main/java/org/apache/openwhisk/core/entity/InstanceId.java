package org.apache.openwhisk.core.entity;

/** Signature: which invoker or controller. */
public interface InstanceId {}
