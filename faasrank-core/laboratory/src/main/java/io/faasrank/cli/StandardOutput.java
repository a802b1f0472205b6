package io.faasrank.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why something written was lost. A writer that prints swallows such
 * errors, and so does {@link System#out}.
 */
final class StandardOutput extends PrintWriter {

  private final Remembering remembering;

  private StandardOutput(Remembering remembering) {
    super(remembering, false, StandardCharsets.UTF_8);
    this.remembering = remembering;
  }

  /** That of the process. */
  static StandardOutput ofProcess() {
    return of(new FileOutputStream(FileDescriptor.out));
  }

  static StandardOutput of(OutputStream out) {
    return new StandardOutput(new Remembering(out));
  }

  /** Why something was lost, after a flush; null if nothing was. */
  static @Nullable String lost(PrintWriter out) {
    if (!out.checkError()) {
      return null;
    }
    IOException failure = out instanceof StandardOutput own ? own.remembering.failure : null;
    return failure == null ? "it cannot be written" : String.valueOf(failure.getMessage());
  }

  private static final class Remembering extends FilterOutputStream {

    private @Nullable IOException failure;

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
