package io.faasrank.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/**
 * Trials and rulings as JSON. A document that is none is refused with the name of what is wrong in
 * it.
 */
public final class CanaryFormat {

  /** Of the documents; a reader refuses every other. */
  public static final int SCHEMA = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private CanaryFormat() {}

  /** A trial as JSON. */
  public static String write(Trial trial) {
    CanarySettings settings = trial.settings();
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("digest", trial.digest());
    json.put("version", trial.version());
    json.put("control", trial.control().label());
    json.put("started_at_epoch_ms", trial.blocks().startMillis());
    json.put("block_s", settings.blockSeconds());
    json.put("washout_s", settings.washoutSeconds());
    json.put("fewest_activations_count", settings.fewestActivations());
    json.put("margin", settings.margin());
    json.put("promote_level", settings.promoteLevel());
    json.put("demote_level", settings.demoteLevel());
    json.put("error_excess", settings.errorExcess());
    json.put("p99_ratio", settings.p99Ratio());
    json.put("worst_ratio", settings.worstRatio());
    json.put("most_pairs_count", settings.mostPairs());
    return json.toString();
  }

  /**
   * Reads a trial.
   *
   * @throws IllegalArgumentException naming the field that is missing or wrong
   */
  public static Trial trial(String text) {
    JsonNode json = read(text);
    CanarySettings settings =
        new CanarySettings(
            number(json, "block_s"),
            number(json, "washout_s"),
            (int) number(json, "fewest_activations_count"),
            number(json, "margin"),
            number(json, "promote_level"),
            number(json, "demote_level"),
            number(json, "error_excess"),
            number(json, "p99_ratio"),
            number(json, "worst_ratio"),
            (int) number(json, "most_pairs_count"));
    return Trial.begin(
        word(json, "digest"),
        word(json, "version"),
        choice(Trial.Control.class, json, "control"),
        (long) number(json, "started_at_epoch_ms"),
        settings);
  }

  /** A ruling as JSON; numbers that are not known are null. */
  public static String write(Trial trial, Ruling ruling, long atMillis) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("trial", trial.id());
    json.put("digest", trial.digest());
    json.put("version", trial.version());
    json.put("control", trial.control().label());
    json.put("verdict", ruling.verdict().label());
    json.put("reason", ruling.reason());
    json.put("at_epoch_ms", atMillis);
    json.put("pairs_count", ruling.pairs());
    put(json, "ratio", ruling.ratio());
    put(json, "ratio_above", ruling.lower());
    put(json, "ratio_below", ruling.upper());
    put(json.putObject("control_arm"), ruling.control());
    put(json.putObject("candidate_arm"), ruling.candidate());
    return json.toString();
  }

  /** A ruling on a trial that no controller has looked at yet. */
  public static String waiting(Trial trial) {
    Ruling none =
        new Ruling(
            TrialVerdict.RUNNING,
            "no controller has looked at it yet",
            0,
            Double.NaN,
            0,
            Double.POSITIVE_INFINITY,
            Tally.NONE,
            Tally.NONE);
    return write(trial, none, trial.blocks().startMillis());
  }

  private static void put(ObjectNode json, Tally tally) {
    json.put("activations_count", tally.count());
    json.put("errors_count", tally.errors());
    json.put("timeouts_count", tally.timeouts());
    put(json, "slowdown_mean", tally.meanSlowdown());
    put(json, "slowdown_p99", tally.p99Slowdown());
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  /**
   * The verdict of a ruling as JSON.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static TrialVerdict verdict(String text) {
    return choice(TrialVerdict.class, read(text), "verdict");
  }

  /** Any document of this class as a tree, for whoever shows it. */
  public static JsonNode read(String text) {
    try {
      JsonNode json = JSON.readTree(text.getBytes(UTF_8));
      if (json == null || json.path("schema").asInt() != SCHEMA) {
        throw new IllegalArgumentException("schema is not " + SCHEMA);
      }
      return json;
    } catch (IOException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException("not JSON: " + line, e);
    }
  }

  private static double number(JsonNode json, String name) {
    if (!json.path(name).isNumber()) {
      throw new IllegalArgumentException(name + " is no number");
    }
    return json.path(name).doubleValue();
  }

  private static String word(JsonNode json, String name) {
    if (!json.path(name).isTextual()) {
      throw new IllegalArgumentException(name + " is no text");
    }
    return json.path(name).textValue();
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode json, String name) {
    try {
      return Enum.valueOf(type, word(json, name).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is '" + json.path(name).asText() + "'", e);
    }
  }
}
