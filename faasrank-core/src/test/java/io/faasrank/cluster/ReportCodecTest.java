package io.faasrank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasrank.cluster.ReportRejectedException.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards the wire: a number without its unit, an unknown value turned into 0, a document that is
 * believed though no invoker can have written it, a refusal that does not say why.
 */
class ReportCodecTest {

  private static final String FULL = new String(ReportCodec.encode(Reports.full()), UTF_8);

  @Test
  void readsWhatItWrote() throws ReportRejectedException {
    assertThat(ReportCodec.decode(FULL.getBytes(UTF_8))).isEqualTo(Reports.full());
    byte[] ofAgent = ReportCodec.encode(Reports.ofAgent());
    assertThat(ReportCodec.decode(ofAgent)).isEqualTo(Reports.ofAgent());
  }

  @Test
  void aPublisherOfTheReleaseBeforeTellsNeitherItsStartNorWhatRuns()
      throws ReportRejectedException {
    String before =
        FULL.replaceAll("\"started_at_epoch_ms\":\\d+,", "")
            .replaceAll("\"running_count\":(\\d+|null),", "");
    InvokerReport read = ReportCodec.decode(before.getBytes(UTF_8));
    assertThat(read.startedAtMillis()).isNull();
    assertThat(Objects.requireNonNull(read.containers()).actions())
        .extracting(ActionReport::running)
        .containsExactly(null, null);
    assertThat(before).hasSizeLessThan(FULL.length() - 70);
  }

  @Test
  void everyNumberCarriesItsUnit() {
    assertThat(FULL)
        .contains("\"cpu_user_ms\":0.0")
        .contains("\"cpu_ctx_switches_count\":12.0")
        .contains("\"cpu_load_avg_tasks\":13.5")
        .contains("\"memory_cached_mb\":18.0")
        .contains("\"disk_read_count\":null")
        .contains("\"disk_write_time_ms\":27.0")
        .contains("\"net_byte_sent_bytes\":30.0")
        .contains("\"interval_ms\":1000.25")
        .contains("\"init_mean_ms\":812.4");
  }

  @Test
  void featuresAreChangesPerSecondAndUnknownStaysUnknown() {
    float[] features = Reports.resources().features();
    assertThat(features[ResourceMetric.CPU_KERNEL.ordinal()]).isEqualTo((float) (3000 / 1000.25));
    assertThat(features[ResourceMetric.MEMORY_FREE.ordinal()]).isEqualTo(15f);
    assertThat(features[ResourceMetric.DISK_READ.ordinal()]).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "schema":1                | "schema":2                 | UNKNOWN_SCHEMA | schema is 2, not 1
          "schema":1,               | ''                         | MISSING_FIELD  | schema is missing
          "invoker":3               | "invoker":"3"              | WRONG_TYPE     | invoker must be a number, not string
          "invoker":3               | "invoker":3.0              | WRONG_TYPE     | invoker must be a whole number, not number
          "invoker":3               | "invoker":-1               | NEGATIVE       | invoker is -1
          "invoker":3               | "invoker":100000           | OUT_OF_BOUNDS  | invoker is 100000, not 0 to 99999
          "invoker":3               | "invoker":99999999999999999999 | OUT_OF_BOUNDS | invoker is above 99999
          "invoker":3               | "invoker":-99999999999999999999 | NEGATIVE | invoker is below 0
          "invoker":3               | "invoker":3,"invoker":4    | MALFORMED      | Duplicate field 'invoker'
          "invoker-3.example"       | ""                         | OUT_OF_BOUNDS  | unique_name has 0 characters, not 1 to 1024
          "sampled_at_epoch_ms":1767268800000 | "sampled_at_epoch_ms":1767268800 | OUT_OF_BOUNDS | sampled_at_epoch_ms is 1767268800, not 1577836800000 to 4102444800000
          "interval_ms":1000.25     | "interval_ms":0            | OUT_OF_BOUNDS  | resources.interval_ms is 0
          "cores":8                 | "cores":0                  | OUT_OF_BOUNDS  | resources.cores is 0, not 1 to 8192
          "cpu_kernel_ms":3.0       | "cpu_kernel_ms":NaN        | NOT_A_NUMBER   | resources.cpu_kernel_ms is NaN
          "cpu_kernel_ms":3.0       | "cpu_kernel_ms":1e999      | NOT_A_NUMBER   | resources.cpu_kernel_ms is Infinity
          "cpu_kernel_ms":3.0       | "cpu_kernel_ms":-3         | NEGATIVE       | resources.cpu_kernel_ms is -3.0
          "cpu_kernel_ms":3.0,      | ''                         | MISSING_FIELD  | resources.cpu_kernel_ms is missing
          "cpu_kernel_ms":3.0       | "cpu_kernel_ms":10403      | OUT_OF_BOUNDS  | resources.cpu_kernel_ms is 10403.0, at most 10402.2
          "reserved_memory_mb":512  | "reserved_memory_mb":NaN   | NOT_A_NUMBER   | containers.reserved_memory_mb is NaN
          "inflight_count":2        | "inflight_count":1000001   | OUT_OF_BOUNDS  | containers.inflight_count is 1000001, not 0 to 1000000
          "queued_count":null,      | ''                         | MISSING_FIELD  | containers.queued_count is missing
          "queued_count":null       | "queued_count":-1          | NEGATIVE       | containers.queued_count is -1
          "started_at_epoch_ms":1767268740000 | "started_at_epoch_ms":-1 | NEGATIVE | started_at_epoch_ms is -1
          "running_count":1         | "running_count":1000001    | OUT_OF_BOUNDS  | containers.actions[0].running_count is 1000001, not 0 to 1000000
          "idle_warm_count":1       | "idle_warm_count":"many"   | WRONG_TYPE     | containers.actions[1].idle_warm_count must be a number, not string
          "init_mean_ms":401.0      | "init_mean_ms":86400001    | OUT_OF_BOUNDS  | containers.actions[1].init_mean_ms is 8.6400001E7, at most 8.64E7
          "actions":[               | "actions":[7,              | WRONG_TYPE     | containers.actions must be an array of objects, not number
          """)
  void refusesByName(String valid, String broken, Reason reason, String message) {
    String document = FULL.replace(valid, broken == null ? "" : broken);
    assertThat(document).isNotEqualTo(FULL);
    ReportRejectedException refused = refused(document.getBytes(UTF_8));
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''
          null
          []
          {
          {"schema":1} {}
          nonsense
          """)
  void refusesWhatIsNoObject(String document) {
    byte[] bytes = (document == null ? "null" : document).getBytes(UTF_8);
    assertThat(refused(bytes).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesDeepNestingAndLongDocuments() {
    assertThat(refused("{\"a\":".repeat(40_000).getBytes(UTF_8)).reason())
        .isEqualTo(Reason.MALFORMED);
    String padded = FULL + " ".repeat(256 * 1024 + 1 - FULL.length());
    assertThat(refused(padded.getBytes(UTF_8)).reason()).isEqualTo(Reason.OVERSIZED);
  }

  @Test
  void neverWritesADocumentThatItWouldRefuse() throws ReportRejectedException {
    String longest = "\u0001".repeat(1024);
    ActionReport action =
        new ActionReport(
            longest, longest, 1 << 26, 1_000_000, 1_000_000, 1L << 53, 1e-300, 1L << 53, 1e-300);
    List<ActionReport> actions = Collections.nCopies(5000, action);
    InvokerReport report =
        new InvokerReport(
            99_999,
            longest,
            Reports.NOON,
            Reports.NOON,
            Reports.resources(),
            new ContainerReport(1, 1, 1, 1, 1, 1, 1, 1, actions));
    InvokerReport read = ReportCodec.decode(ReportCodec.encode(report));
    assertThat(Objects.requireNonNull(read.containers()).actions())
        .hasSizeBetween(15, 5000)
        .containsOnly(action);
  }

  private static ReportRejectedException refused(byte[] document) {
    return catchThrowableOfType(ReportRejectedException.class, () -> ReportCodec.decode(document));
  }
}
