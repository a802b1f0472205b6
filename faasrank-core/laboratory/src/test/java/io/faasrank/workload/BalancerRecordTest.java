package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards the reader of records: further columns, unknown invokers, and what is refused. */
final class BalancerRecordTest {

  private static final String HEADER =
      "users,balancer,invoke_time_s,function,memory_mb,latency_s,cold,invoker,invoker_load";

  private final Path folder;

  BalancerRecordTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsRunByRun() {
    BalancerRecord record =
        read(
            HEADER,
            "60,A,0.5,f_40,256,2.5,True,4,0.3",
            "70,B,1,g,128,1,False,,",
            "60,A,2,f_40,256,1,False,4,");

    assertThat(record.clients()).containsExactly(60, 70);
    assertThat(record.balancers(70)).containsExactly("B");
    assertThat(record.run(60, "A"))
        .containsExactly(
            new RecordedCall(60, "A", 0.5, "f_40", 256, 2.5, true, 4),
            new RecordedCall(60, "A", 2, "f_40", 256, 1, false, 4));
    assertThat(record.run(70, "B").get(0).invoker()).isEqualTo(-1);
    assertThat(record.calls().get(0).answeredSeconds()).isEqualTo(3);
  }

  /** As a spreadsheet writes it, with a column that is not read. */
  @Test
  void columnsMayStandInAnyOrderAndLinesEndAnyHow() {
    BalancerRecord record =
        read(
            "\uFEFFcold,note,latency_s,memory_mb,function,invoke_time_s,balancer,users,invoker\r",
            "TRUE,\"a, b\",2.5,256,f,0.5,A,80,0\r",
            "\r");

    assertThat(record.calls())
        .containsExactly(new RecordedCall(80, "A", 0.5, "f", 256, 2.5, true, 0));
    assertThat(record.seconds(80, "A")).isEqualTo(3);
  }

  @Test
  void refusesWhatIsNoRecord() {
    assertThatThrownBy(() -> read(HEADER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("expected calls, found none");
    assertThatThrownBy(() -> read(HEADER, "60,A,0.5,f,256,2.5,maybe,4,"))
        .hasMessageEndingWith("line 2, column cold: expected True or False, found \"maybe\"");
    assertThatThrownBy(() -> read(HEADER, "60,A,0.5,f,256,2.5,True,,"))
        .hasMessageEndingWith(
            "column invoker: expected where calls ran, found no invoker in any line");
    assertThatThrownBy(() -> read(HEADER, "1600000000,A,0.5,f,256,2.5,True,4,"))
        .hasMessageContaining("line 2, column users: expected a whole number from 1 to 10000");
    assertThatThrownBy(() -> read(HEADER, "60,A,0.5,f,256"))
        .hasMessageEndingWith("line 2: expected 9 values as in the header, found 5");
    assertThatThrownBy(() -> read("users,balancer", "60,A"))
        .hasMessageContaining("expected a column invoke_time_s");
  }

  private BalancerRecord read(String... lines) {
    try {
      return BalancerRecord.read(Files.write(folder.resolve("record.csv"), List.of(lines)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
