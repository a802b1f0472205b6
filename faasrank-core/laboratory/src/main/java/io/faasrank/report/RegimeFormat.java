package io.faasrank.report;

import java.io.IOException;
import java.io.Writer;

/** How regimes are written; equal analyses are written as equal bytes. */
public enum RegimeFormat {
  /** Aligned text for reading. */
  TEXT {
    @Override
    public void write(RegimeAnalysis analysis, Writer out) throws IOException {
      RegimeText.write(analysis, out);
    }
  },
  /**
   * One line per regime and policy: kind, load, cluster, calibration, start, policy, mean_s, p99_s.
   */
  CSV {
    @Override
    public void write(RegimeAnalysis analysis, Writer out) throws IOException {
      RegimeData.csv(analysis, out);
    }
  },
  /** Everything. */
  JSON {
    @Override
    public void write(RegimeAnalysis analysis, Writer out) throws IOException {
      RegimeData.json(analysis, out);
    }
  },
  /** A heat map and the table, as one page that needs no other file and no network. */
  HTML {
    @Override
    public void write(RegimeAnalysis analysis, Writer out) throws IOException {
      RegimeHtml.write(analysis, out);
    }
  };

  /**
   * Writes the functions that are worse off as CSV: kind, load, cluster, calibration, start,
   * function, draw, calls, percent_of_hashing. Flushes, does not close.
   */
  public static void writeWorseOff(RegimeAnalysis analysis, Writer out) throws IOException {
    RegimeData.worseOff(analysis, out);
  }

  /** Writes the analysis; flushes, does not close. */
  public abstract void write(RegimeAnalysis analysis, Writer out) throws IOException;
}
