package io.faasrank.testbed.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a controller sends to topic {@code invoker<n>} to have an action run there.
 *
 * @param revision the action's revision in the database; null bypasses the invoker's cache
 * @param activationId 32 hexadecimal digits
 * @param controller id of the controller that awaits the acknowledgements
 * @param blocking whether the caller waits for the result
 * @param content the parameters; null when there are none
 * @param cause the activation of the sequence that this one is part of, if any
 */
public record Activation(
    Transaction transaction,
    ActionName action,
    @Nullable String revision,
    Caller caller,
    String activationId,
    String controller,
    boolean blocking,
    @Nullable JsonNode content,
    @Nullable String cause) {

  private static final String TEST_ACTION_PATH = "whisk.system";
  private static final String TEST_ACTION_PREFIX = "invokerHealthTestAction";

  /** The topic of an invoker, without the prefix that an installation may give its topics. */
  public static String topic(int invoker) {
    return "invoker" + invoker;
  }

  /** Whether it is a controller's own test of the invoker's health. */
  public boolean healthTest() {
    return action.path().equals(TEST_ACTION_PATH) && action.name().startsWith(TEST_ACTION_PREFIX);
  }
}
