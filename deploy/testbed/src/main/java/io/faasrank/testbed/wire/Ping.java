package io.faasrank.testbed.wire;

/**
 * What an invoker sends to topic {@code health} each second.
 *
 * @param enabled whether it may be given activations
 */
public record Ping(InvokerInstance invoker, boolean enabled) {

  /** The topic, without the prefix that an installation may give its topics. */
  public static final String TOPIC = "health";
}
