package io.faasrank.testbed.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.testbed.wire.ActionName;
import org.jspecify.annotations.Nullable;

/**
 * An activation that a caller wants.
 *
 * @param namespace of the caller
 * @param memoryMb memory limit of the action in MB, positive
 * @param blocking whether the caller wants the record of the activation, and not only its end
 * @param content the parameters; null when there are none
 */
public record Submission(
    String namespace,
    ActionName action,
    int memoryMb,
    boolean blocking,
    @Nullable JsonNode content) {

  public Submission {
    if (memoryMb <= 0) {
      throw new IllegalArgumentException(
          "memory of action %s is %s MB, not above 0".formatted(action.qualified(), memoryMb));
    }
  }
}
