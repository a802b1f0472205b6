package io.faasrank.report;

import java.io.IOException;
import java.io.Writer;

/** How an analysis is written; equal analyses are written as equal bytes. */
public enum ReportFormat {
  /** Aligned text for reading. */
  TABLE {
    @Override
    public void write(Analysis analysis, Writer out) throws IOException {
      TextReport.write(analysis, out);
    }
  },
  /** One line per figure: policy, workload, function, metric, unit, value, low, high. */
  CSV {
    @Override
    public void write(Analysis analysis, Writer out) throws IOException {
      CsvReport.write(analysis, out);
    }
  },
  /** Everything, the episodes' figures included. */
  JSON {
    @Override
    public void write(Analysis analysis, Writer out) throws IOException {
      JsonReport.write(analysis, out);
    }
  },
  /** One page with charts that needs no other file and no network. */
  HTML {
    @Override
    public void write(Analysis analysis, Writer out) throws IOException {
      HtmlReport.write(analysis, out);
    }
  };

  /** Writes the analysis; flushes, does not close. */
  public abstract void write(Analysis analysis, Writer out) throws IOException;
}
