package io.faasrank.testbed.invoker;

/** How an invoker acknowledges a blocking activation that ran. */
public enum AckStyle {
  /** In one message, as where an action's logs are not collected by the invoker. */
  COMBINED,
  /** The result, then the completion, as where the invoker collects logs between the two. */
  SPLIT
}
