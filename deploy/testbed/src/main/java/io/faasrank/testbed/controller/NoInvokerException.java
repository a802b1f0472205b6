package io.faasrank.testbed.controller;

/** No invoker is usable at the moment, so that an activation was not taken. */
public final class NoInvokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoInvokerException(int registered) {
    super("none of the " + registered + " invokers is usable");
  }
}
