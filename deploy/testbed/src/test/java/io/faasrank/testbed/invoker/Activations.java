package io.faasrank.testbed.invoker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.testbed.wire.ActionName;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.Caller;
import io.faasrank.testbed.wire.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Activations as controller 0 would send them. */
final class Activations {

  static final Caller GUEST =
      new Caller("guest", "guest", "23bc46b1-71f6-4ed5-8c54-816aa4f8c502", List.of("ACTIVATE"));

  private static final AtomicInteger IDS = new AtomicInteger();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Activations() {}

  /**
   * @param emulate content of the parameter, as JSON
   */
  static Activation of(String action, boolean blocking, long startMillis, String emulate) {
    return new Activation(
        new Transaction("t", startMillis),
        new ActionName("guest", action, "0.0.1"),
        "1-a",
        GUEST,
        String.format(Locale.ROOT, "%032x", IDS.incrementAndGet()),
        "0",
        blocking,
        json("{\"emulate\":" + emulate + "}"),
        null);
  }

  static Activation blocking(String action, String emulate) {
    return of(action, true, System.currentTimeMillis(), emulate);
  }

  static Activation nonBlocking(String action, String emulate) {
    return of(action, false, System.currentTimeMillis(), emulate);
  }

  static Activation healthTest() {
    return new Activation(
        new Transaction("sid_invokerHealth", System.currentTimeMillis()),
        new ActionName("whisk.system", "invokerHealthTestAction0", "0.0.1"),
        null,
        new Caller(
            "whisk.system", "whisk.system", "d2fe329a-810d-44f6-be32-9a810d04f633", List.of()),
        String.format(Locale.ROOT, "%032x", IDS.incrementAndGet()),
        "0",
        false,
        null,
        null);
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
