package io.faasrank.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values linearly to pixels.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 */
record Scale(double low, double high, double from, double to) {

  private static final double[] STEPS = {1, 2, 5, 10};

  /** A tick's pixel and its label. */
  record Tick(double at, String label) {}

  /** Pixel of a value, to a tenth; values beyond the ends are drawn at the ends. */
  double at(double value) {
    double share = (Math.max(low, Math.min(high, value)) - low) / (high - low);
    return pixel(from + share * (to - from));
  }

  /** Ticks at multiples of 1, 2 or 5 times a power of ten, at most about {@code most} of them. */
  List<Tick> ticks(int most) {
    double rough = (high - low) / most;
    double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = magnitude * 10;
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = STEPS[i] * magnitude >= rough ? STEPS[i] * magnitude : step;
    }
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step)));
    List<Tick> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
      ticks.add(
          new Tick(at(k * step), String.format(Locale.ROOT, "%." + decimals + "f", k * step)));
    }
    return ticks;
  }

  static double pixel(double value) {
    return Math.rint(value * 10) / 10;
  }
}
