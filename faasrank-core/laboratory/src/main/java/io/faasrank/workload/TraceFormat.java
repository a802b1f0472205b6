package io.faasrank.workload;

import java.nio.file.Path;

/** A format in which traces are published: one class, and one line in {@link TraceFormats}. */
interface TraceFormat {

  /** What the user calls it, for instance {@code azure2019}. */
  String name();

  /** The files by which a folder is recognised, for messages. */
  String files();

  /** Whether a folder, which exists, looks like a trace of this format. */
  boolean recognises(Path folder);

  /**
   * Reads a folder.
   *
   * @throws InvalidInputException naming file, line, column and value of what cannot be read
   */
  Trace read(Path folder);
}
