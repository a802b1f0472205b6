package io.faasrank.metrics.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against a start of the host that is off by a unit, or made up where there is none. */
final class BootTimeTest {

  private final Path proc;

  BootTimeTest(@TempDir Path proc) {
    this.proc = proc;
  }

  @Test
  void isTheKernelsInMilliseconds() throws IOException {
    Files.writeString(proc.resolve("stat"), "cpu  1 2 3\nctxt 7\nbtime 1767268800\nprocesses 9\n");
    assertThat(BootTime.millis(proc)).isEqualTo(1_767_268_800_000L);
  }

  @Test
  void isUnknownWhereItIsNotTold() throws IOException {
    assertThat(BootTime.millis(proc)).isNull();
    Files.writeString(proc.resolve("stat"), "cpu  1 2 3\nbtime soon\n");
    assertThat(BootTime.millis(proc)).isNull();
  }
}
