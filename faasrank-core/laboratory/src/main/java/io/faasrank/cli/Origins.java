package io.faasrank.cli;

import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.model.ShippedModel;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.Origin;
import io.faasrank.report.PolicyRole;
import io.faasrank.workload.Sha256;
import io.faasrank.workload.TraceFormats;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells with what a result is made. */
public final class Origins {

  /** Set by {@code deploy/bin/faasrank}, which knows the sources. */
  static final String COMMIT = "io.faasrank.commit";

  private Origins() {}

  /**
   * Of an experiment.
   *
   * @param policies whose models count; empty where a controller has its own
   */
  public static Origin of(ExperimentSettings settings, List<EvaluatedPolicy> policies) {
    boolean learned = policies.stream().anyMatch(each -> each.role() == PolicyRole.LEARNED);
    return of(learned ? settings.model() : null, settings.trace(), settings.invocations());
  }

  /** Of what uses a model only. */
  static Origin of(@Nullable String model) {
    return of(model, null, null);
  }

  /** Of a training. */
  static Origin of(@Nullable String trace, @Nullable Path invocations) {
    return of(null, trace, invocations);
  }

  private static Origin of(
      @Nullable String model, @Nullable String trace, @Nullable Path invocations) {
    Path files = trace == null ? invocations : TraceFormats.folder(trace);
    return new Origin(
        version(),
        System.getProperty(COMMIT, ""),
        LocalDate.now(Clock.systemUTC()).toString(),
        model == null ? "" : modelDigest(model),
        files == null ? "" : checksum(files));
  }

  private static String version() {
    try {
      return new Version().getVersion()[0];
    } catch (IOException e) {
      throw new UncheckedIOException("reading the jar's version", e);
    }
  }

  private static String modelDigest(String model) {
    if (!ShippedModel.names().contains(model)) {
      return checksum(Path.of(model));
    }
    MessageDigest digest = Sha256.digest();
    digest.update(ShippedModel.bytes(model));
    return Sha256.hex(digest);
  }

  /** Of a file's bytes; of a folder's the names and bytes of all its files, in order of name. */
  static String checksum(Path path) {
    MessageDigest digest = Sha256.digest();
    try {
      if (Files.isRegularFile(path)) {
        update(digest, path);
      } else if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            digest.update(path.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            update(digest, file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
    return Sha256.hex(digest);
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }
}
