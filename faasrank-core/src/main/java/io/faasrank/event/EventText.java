package io.faasrank.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events as people read them, one a line; times by the wall clock, in UTC. */
public final class EventText {

  private EventText() {}

  /** The event in one line: when, whose, what. */
  public static String line(EventBatch batch, LogEvent event) {
    Instant when = Instant.ofEpochMilli(Math.round(batch.epochMillis(event)));
    String controller = batch.controller();
    return when
        + " "
        + controller.substring(0, Math.min(8, controller.length()))
        + " "
        + text(event);
  }

  private static String text(LogEvent event) {
    if (event instanceof Placed placed) {
      return text(placed);
    } else if (event instanceof Ended ended) {
      return String.format(
          Locale.ROOT,
          "ended %d %s, %s, wait %s, initialisation %s, run %s",
          ended.number(),
          ended.how().label(),
          ended.start().name().toLowerCase(Locale.ROOT),
          millis(ended.waitMillis()),
          millis(ended.initMillis()),
          millis(ended.runMillis()));
    } else if (event instanceof ReportTaken report) {
      return "report " + new String(report.document(), UTF_8);
    } else if (event instanceof ModelServed model) {
      return model.digest().isEmpty()
          ? "no model serves"
          : "model " + model.version() + " serves, digest " + model.digest();
    } else if (event instanceof ModeSet mode) {
      return "mode " + mode.mode();
    } else if (event instanceof ActionsTrimmed) {
      return "actions trimmed";
    } else {
      // the others hold plain numbers and texts with telling names
      return event.toString();
    }
  }

  private static String text(Placed placed) {
    return String.format(
        "placed %s %s of %s, namespace %s, %s MB, on invoker %s by %s, mode %s%s%s%s",
        placed.number(),
        placed.activationId(),
        placed.action().name(),
        placed.action().namespace(),
        placed.action().memoryMb(),
        placed.invoker(),
        placed.placer(),
        placed.mode(),
        placed.waitedMillis() == 0
            ? ""
            : ", after " + placed.waitedMillis() + " ms in the controller",
        text(placed.said()),
        placed.fallback().isEmpty() ? "" : ", fallback " + placed.fallback());
  }

  private static String text(@Nullable PolicySaid said) {
    return said == null
        ? ""
        : String.format(
            ", %s of model %s said %s of %s with probability %s in %s us%s",
            said.policy(),
            said.model().isEmpty() ? "none" : said.model(),
            said.invoker(),
            said.candidates(),
            said.propensity(),
            said.tookNanos() / 1000,
            said.overloaded() ? ", all full" : "");
  }

  private static String millis(int value) {
    return value == Ended.UNKNOWN ? "unknown" : value + " ms";
  }
}
