package io.faasrank.testbed.invoker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ActivationOutcome;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.FunctionProfile;
import java.util.Locale;

/**
 * What an activation does on an emulated invoker. An action named as a function of Table II, for
 * instance {@code guest/DH}, costs what the table says; any other costs {@link #DEFAULT}. A
 * parameter {@code emulate}, an object, changes it; all its fields are optional:
 *
 * <table>
 * <caption>fields of {@code emulate}</caption>
 * <tr><td>{@code factor}</td><td>times the execution time, up to 1,000</td></tr>
 * <tr><td>{@code runMillis}</td><td>execution time, in place of the action's</td></tr>
 * <tr><td>{@code initMillis}, {@code createMillis}, {@code memoryMb}</td><td>cost of a container, in
 * place of the action's; the first activation of an action's revision decides for all</td></tr>
 * <tr><td>{@code timeLimitMillis}</td><td>execution time at which it is ended, 60,000 by default
 * as in OpenWhisk</td></tr>
 * <tr><td>{@code outcome}</td><td>{@code success}, {@code application_error}, {@code
 * developer_error} (its container is removed) or {@code system_error} (it never gets a container)
 * </td></tr>
 * </table>
 *
 * <p>Times are on an idle invoker and virtual. The limits of an action stand in OpenWhisk's
 * database, which an emulated invoker does not read, so memory and time limit come from here.
 *
 * @param profile what a container of the action costs
 * @param runSeconds execution time on an idle invoker, not above the time limit
 * @param timeLimitSeconds the action's time limit
 * @param outcome how it ends
 * @param timedOut whether it ends because of the time limit
 * @param result what it returns
 */
record EmulatedWork(
    FunctionProfile profile,
    double runSeconds,
    double timeLimitSeconds,
    ActivationOutcome outcome,
    boolean timedOut,
    JsonNode result) {

  /** An action of which nothing is known. Chosen, with OpenWhisk's default memory. */
  static final FunctionProfile DEFAULT = new FunctionProfile("default", 256, 0.6, 0.1, 0.2);

  /** A controller's own test: the smallest memory of OpenWhisk; the times are chosen. */
  static final FunctionProfile HEALTH_TEST =
      new FunctionProfile("health-test", 128, 0.505, 0.005, 0.2);

  private static final double MILLIS_PER_SECOND = 1000;
  private static final double DAY_MILLIS = 86_400_000;
  private static final double HIGHEST_FACTOR = 1000;
  private static final int HIGHEST_MEMORY_MB = 1 << 20;
  private static final double TIME_LIMIT_MILLIS = 60_000;

  /** Shortest execution: a profile needs more than 0 seconds. */
  private static final double SHORTEST_SECONDS = 1e-6;

  /**
   * What the activation does.
   *
   * @throws IllegalArgumentException when parameter {@code emulate} cannot be understood; the
   *     message names the field
   */
  static EmulatedWork of(Activation activation) {
    FunctionProfile known = known(activation);
    JsonNode content = activation.content();
    JsonNode emulate = content == null ? null : content.get("emulate");
    if (emulate == null) {
      return work(known, known.warmSeconds(), TIME_LIMIT_MILLIS / MILLIS_PER_SECOND, "success");
    }
    if (!emulate.isObject()) {
      throw new IllegalArgumentException("parameter emulate is not an object");
    }
    double factor = number(emulate, "factor", 1, HIGHEST_FACTOR);
    double run = seconds(emulate, "runMillis", known.warmSeconds()) * factor;
    double limit = seconds(emulate, "timeLimitMillis", TIME_LIMIT_MILLIS / MILLIS_PER_SECOND);
    JsonNode outcome = emulate.path("outcome");
    return work(
        container(known, emulate),
        run,
        limit,
        outcome.isMissingNode() ? "success" : outcome.asText());
  }

  /** The profile with the costs of a container that the parameter gives. */
  private static FunctionProfile container(FunctionProfile known, JsonNode emulate) {
    if (!emulate.has("initMillis") && !emulate.has("createMillis") && !emulate.has("memoryMb")) {
      return known;
    }
    double init = seconds(emulate, "initMillis", known.initSeconds());
    double create = seconds(emulate, "createMillis", known.createSeconds());
    int memoryMb = (int) number(emulate, "memoryMb", known.memoryMb(), HIGHEST_MEMORY_MB);
    double warm = known.warmSeconds();
    return new FunctionProfile(
        known.name(), Math.max(1, memoryMb), warm + init + Math.max(0, create), warm, init);
  }

  private static FunctionProfile known(Activation activation) {
    return activation.healthTest()
        ? HEALTH_TEST
        : BenchmarkFunctions.find(activation.action().name()).orElse(DEFAULT);
  }

  private static EmulatedWork work(
      FunctionProfile profile, double runSeconds, double limitSeconds, String outcomeName) {
    ActivationOutcome outcome = outcome(outcomeName);
    boolean timedOut = runSeconds > limitSeconds && outcome != ActivationOutcome.SYSTEM_ERROR;
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode result =
        switch (timedOut ? ActivationOutcome.DEVELOPER_ERROR : outcome) {
          case SUCCESS ->
              json.objectNode().put("runMillis", Math.round(runSeconds * MILLIS_PER_SECOND));
          case APPLICATION_ERROR, DEVELOPER_ERROR, SYSTEM_ERROR ->
              error(timedOut ? "exceeded its time limit" : "as parameter emulate says");
        };
    return new EmulatedWork(
        profile,
        Math.max(SHORTEST_SECONDS, Math.min(runSeconds, limitSeconds)),
        limitSeconds,
        timedOut ? ActivationOutcome.DEVELOPER_ERROR : outcome,
        timedOut,
        result);
  }

  /** What a failed activation returns. */
  static JsonNode error(String reason) {
    return JsonNodeFactory.instance.objectNode().put("error", reason);
  }

  private static ActivationOutcome outcome(String name) {
    for (ActivationOutcome outcome : ActivationOutcome.values()) {
      if (outcome.name().toLowerCase(Locale.ROOT).equals(name)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("parameter emulate.outcome is not a known outcome");
  }

  private static double seconds(JsonNode emulate, String field, double otherwise) {
    return number(emulate, field, otherwise * MILLIS_PER_SECOND, DAY_MILLIS) / MILLIS_PER_SECOND;
  }

  private static double number(JsonNode emulate, String field, double otherwise, double highest) {
    JsonNode node = emulate.path(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= 0 && value <= highest)) {
      throw new IllegalArgumentException(
          "parameter emulate." + field + " is not a number from 0 to " + (long) highest);
    }
    return value;
  }
}
