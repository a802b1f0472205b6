package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.report.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against a checksum that misses a change of a trace, or a digest of another model. */
class OriginsTest {

  @Test
  void aTracesChecksumIsOfNamesAndBytes(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.csv"), "1");
    String one = Origins.of(folder.toString(), null).traceChecksum();
    assertThat(one).matches("[0-9a-f]{64}").isEqualTo(Origins.checksum(folder));
    Files.writeString(folder.resolve("a.csv"), "2");
    String other = Origins.checksum(folder);
    Files.move(folder.resolve("a.csv"), folder.resolve("b.csv"));
    assertThat(one).isNotEqualTo(other);
    assertThat(Origins.checksum(folder)).isNotEqualTo(other);
  }

  /** SHA-256 of "abc", as FIPS 180-4 has it. */
  @Test
  void aFilesChecksumIsWhatSha256sumSays(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("log.csv"), "abc");
    assertThat(Origins.of(null, file).traceChecksum())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aShippedModelHasADigestAndGeneratedArrivalsHaveNone() {
    Origin origin = Origins.of("extended");
    assertThat(origin.modelDigest()).matches("[0-9a-f]{64}");
    assertThat(Origins.of("table1").modelDigest()).isNotEqualTo(origin.modelDigest());
    assertThat(origin.traceChecksum()).isEmpty();
    assertThat(origin.date()).matches("\\d{4}-\\d\\d-\\d\\d");
  }
}
