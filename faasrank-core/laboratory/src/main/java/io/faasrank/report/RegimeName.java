package io.faasrank.report;

import java.util.Locale;

/**
 * Which regime a row is of.
 *
 * @param kind of functions
 * @param load demanded cores relative to those there are
 * @param cluster name or description
 * @param calibration of the simulator
 * @param start {@code cold}, {@code warm} or {@code known}; in a window of a longer episode
 *     followed by it, for instance {@code cold 450..900 s}
 */
public record RegimeName(
    String kind, double load, String cluster, String calibration, String start) {

  /** A window of its episode, by time of arrival. */
  public RegimeName window(double fromSeconds, double toSeconds) {
    return new RegimeName(
        kind,
        load,
        cluster,
        calibration,
        String.format(Locale.ROOT, "%s %.0f..%.0f s", start, fromSeconds, toSeconds));
  }

  /** Whether it is a window of an episode. */
  boolean isWindow() {
    return start.endsWith(" s");
  }

  /** All of it in a line, by which results name a regime. */
  public String text() {
    return String.join(" ", kind, loadText(), cluster, calibration, start);
  }

  /** The load as it is written, at most two decimals. */
  public String loadText() {
    return String.format(Locale.ROOT, "%.2f", load).replaceAll("0$", "");
  }
}
