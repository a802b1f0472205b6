package io.faasrank.loadbalancer.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.loadbalancer.cluster.InflightReport.OfAction;
import io.faasrank.loadbalancer.cluster.InflightReport.OnInvoker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards the wire between controllers, and a controller against what another one may send. */
final class InflightCodecTest {

  private static final OfAction A = new OfAction("guest", "guest/a", 256, 3);
  private static final OfAction B = new OfAction("guest", "guest/pkg/b", 512, 1);

  private static final InflightReport REPORT =
      new InflightReport(
          "1",
          1_767_268_800_000L,
          List.of(new OnInvoker(0, 1280, List.of(A, B)), new OnInvoker(70, 512, List.of(B))));

  private static final String JSON = new String(InflightCodec.encode(REPORT), UTF_8);

  @Test
  void namesEachActionOnceAndCanBeReadByPeople() {
    assertThat(JSON)
        .isEqualTo(
            "{\"schema\":1,\"controller\":\"1\",\"sampled_at_epoch_ms\":1767268800000,"
                + "\"actions\":[[\"guest\",\"guest/a\",256],[\"guest\",\"guest/pkg/b\",512]],"
                + "\"invokers\":[{\"invoker\":0,\"reserved_memory_mb\":1280,"
                + "\"inflight_count\":[[0,3],[1,1]]},"
                + "{\"invoker\":70,\"reserved_memory_mb\":512,\"inflight_count\":[[1,1]]}]}");
    assertThat(InflightCodec.decode(JSON.getBytes(UTF_8))).isEqualTo(REPORT);
  }

  @Test
  void leavesOutTheLastInvokersOfAReportThatIsTooLong() {
    List<OnInvoker> many = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      many.add(new OnInvoker(i, 256, List.of(new OfAction("guest", "guest/a" + i, 256, 1))));
    }
    byte[] document = InflightCodec.encode(new InflightReport("1", 7, many));
    assertThat(document).hasSizeBetween(300_000, InflightCodec.DOCUMENT_BYTES);
    List<OnInvoker> read = InflightCodec.decode(document).invokers();
    assertThat(read).isEqualTo(many.subList(0, read.size()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "schema":1           | "schema":2            | schema is 2, not 1
          "schema":1,          | ''                    | schema is missing, not 0 to 2147483647
          "controller":"1"     | "controller":1        | controller has no text of 1 to 1024 characters
          [0,3]                | [2,3]                 | an action is 2, not 0 to 1
          [0,3]                | [0,-3]                | inflight_count is -3, not 1 to 1000000
          [0,3]                | [0,1000001]           | inflight_count is 1000001, not 1 to 1000000
          "invoker":0          | "invoker":100000      | invoker is 100000, not 0 to 99999
          "guest/a",256        | "guest/a",0           | memory limit in MB is 0, not 1 to 67108864
          "reserved_memory_mb":1280 | "reserved_memory_mb":"much" | reserved_memory_mb is "much", not 0 to 67108864
          """)
  void refusesByName(String valid, String broken, String message) {
    String document = JSON.replace(valid, broken == null ? "" : broken);
    assertThat(document).isNotEqualTo(JSON);
    assertThatThrownBy(() -> InflightCodec.decode(document.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> InflightCodec.decode("{".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InflightCodec.decode("7".getBytes(UTF_8)))
        .hasMessage("schema is missing, not 0 to 2147483647");
    assertThatThrownBy(() -> InflightCodec.decode(new byte[(1 << 20) + 1]))
        .hasMessage("1048577 bytes, at most 1048576 are read");
  }
}
