package io.faasrank.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasrank.cluster.ReportRejectedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards the compact form: a value lost or changed on the way, a change that means something else
 * when others before it were skipped or when it meets another full report, and bytes from Redis
 * that end in anything but a report within its bounds or a refusal.
 */
class CompactReportsTest {

  private final CompactReports writer = new CompactReports();

  @Test
  void readsWhatItWrote() throws ReportRejectedException {
    for (InvokerReport report : List.of(Reports.full(), Reports.ofAgent())) {
      assertThat(CompactReportCodec.decode(writer.full(report), null)).isEqualTo(report);
    }
  }

  /** Whatever changed since the full report, and whichever changes before it were skipped. */
  @Test
  void aChangeIsCompleteWithItsFullReportAlone() throws ReportRejectedException {
    SplittableRandom random = new SplittableRandom(4711);
    for (int run = 0; run < 200; run++) {
      InvokerReport full = random(random, Reports.NOON, null);
      InvokerReport received =
          Objects.requireNonNull(CompactReportCodec.decode(writer.full(full), null));
      for (int i = 1; i <= 20; i++) {
        InvokerReport now = random(random, Reports.NOON + i, full);
        InvokerReport read = CompactReportCodec.decode(writer.change(now), received);
        assertThat(withSortedActions(read)).isEqualTo(withSortedActions(now));
      }
    }
  }

  @Test
  void aChangeRefersToTheFullReportThatCameAsJson() throws ReportRejectedException {
    byte[] unused = writer.full(Reports.full());
    InvokerReport stored = ReportCodec.decode(ReportCodec.encode(Reports.full()));
    byte[] change = writer.change(Reports.full());
    assertThat(CompactReportCodec.decode(change, stored)).isEqualTo(Reports.full());
  }

  @Test
  void aChangeOfAnotherFullReportSaysNothing() throws ReportRejectedException {
    byte[] unused = writer.full(Reports.full());
    byte[] change = writer.change(Reports.full());
    assertThat(CompactReportCodec.decode(change, null)).isNull();
    InvokerReport later =
        new InvokerReport(
            3, "invoker-3.example", null, Reports.NOON + 1, Reports.resources(), null);
    assertThat(CompactReportCodec.decode(change, later)).isNull();
    InvokerReport other =
        new InvokerReport(4, "invoker-3.example", null, Reports.NOON, Reports.resources(), null);
    assertThat(CompactReportCodec.decode(change, other)).isNull();
    assertThatThrownBy(() -> new CompactReports().change(Reports.full()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theBeginningTellsFormInvokerAndKind() throws ReportRejectedException {
    for (int invoker : new int[] {0, 127, 128, 99_999}) {
      InvokerReport report =
          new InvokerReport(invoker, "name", null, Reports.NOON, Reports.resources(), null);
      byte[] full = writer.full(report);
      byte[] change = writer.change(report);
      assertThat(CompactReportCodec.isCompact(full)).isTrue();
      assertThat(CompactReportCodec.invoker(full)).isEqualTo(invoker);
      assertThat(CompactReportCodec.isChange(full)).isFalse();
      assertThat(CompactReportCodec.invoker(change)).isEqualTo(invoker);
      assertThat(CompactReportCodec.isChange(change)).isTrue();
    }
    byte[] json = ReportCodec.encode(Reports.full());
    assertThat(CompactReportCodec.isCompact(json)).isFalse();
    assertThat(refused(json)).isEqualTo(Reason.MALFORMED);
    assertThat(refused(new byte[] {8, 3, 16, 1})).isEqualTo(Reason.UNKNOWN_SCHEMA);
  }

  @Test
  void skipsFieldsThatItDoesNotKnow() throws ReportRejectedException {
    byte[] known = writer.full(Reports.full());
    WireWriter more = new WireWriter(64);
    more.text(1000, "later");
    more.integer(1001, 7);
    more.decimal(1002, 0.5);
    byte[] added = more.toByteArray();
    byte[] document = Arrays.copyOf(known, known.length + added.length);
    System.arraycopy(added, 0, document, known.length, added.length);
    assertThat(CompactReportCodec.decode(document, null)).isEqualTo(Reports.full());
  }

  @Test
  void isAFractionOfJson() {
    InvokerReport report = withActions(40);
    byte[] full = writer.full(report);
    assertThat(full.length).isLessThan(ReportCodec.encode(report).length / 2);
    assertThat(writer.change(report).length).isLessThan(100);
  }

  @Test
  void neverWritesADocumentThatItWouldRefuse() throws ReportRejectedException {
    String longest = "\u0001".repeat(1024);
    ActionReport action =
        new ActionReport(
            longest, longest, 1 << 26, 1_000_000, 1_000_000, 1L << 53, 1e-300, 1L << 53, 1e-300);
    InvokerReport report =
        ReportCodec.fitting(
            new InvokerReport(
                99_999,
                longest,
                Reports.NOON,
                Reports.NOON,
                Reports.resources(),
                new ContainerReport(1, 1, 1, 1, 1, 1, 1, 1, Collections.nCopies(5000, action))));
    assertThat(CompactReportCodec.decode(writer.full(report), null)).isEqualTo(report);
    assertThat(CompactReportCodec.decode(writer.change(report), report)).isEqualTo(report);
  }

  @Test
  void aMutatedDocumentIsRefusedOrWithinItsRange() {
    SplittableRandom random = new SplittableRandom(20_261_129);
    byte[] full = writer.full(Reports.full());
    byte[] change = writer.change(random(random, Reports.NOON + 1, Reports.full()));
    Set<Reason> refused = EnumSet.noneOf(Reason.class);
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] document = mutate(i % 2 == 0 ? full : change, random);
      try {
        InvokerReport report = CompactReportCodec.decode(document, Reports.full());
        if (report != null) {
          // the other codec refuses every value out of bounds
          assertThat(ReportCodec.decode(ReportCodec.encode(report))).isEqualTo(report);
          accepted++;
        }
      } catch (ReportRejectedException e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
        refused.add(e.reason());
      }
    }
    assertThat(accepted).isGreaterThan(1000);
    assertThat(refused).containsAll(EnumSet.complementOf(EnumSet.of(Reason.OVERSIZED)));
  }

  private static byte[] mutate(byte[] document, SplittableRandom random) {
    byte[] mutated = document.clone();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt(256);
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
        default -> {
          int length = Math.min(8, mutated.length - at);
          for (int i = 0; i < length; i++) {
            mutated[at + i] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
          }
        }
      }
    }
    return mutated;
  }

  private static Reason refused(byte[] document) {
    return catchThrowableOfType(
            ReportRejectedException.class, () -> CompactReportCodec.invoker(document))
        .reason();
  }

  private static InvokerReport withActions(int count) {
    List<ActionReport> actions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      actions.add(
          new ActionReport("guest", "guest/some-action-" + i, 256, i % 3, 0, i, 812.4, i, 96.25));
    }
    ContainerReport containers = new ContainerReport(2048, 512, 768, 2, null, 17, 1, 0, actions);
    return new InvokerReport(3, "three", null, Reports.NOON, Reports.resources(), containers);
  }

  /** A report with some of the actions of another one, some of them changed, and new ones. */
  private static InvokerReport random(
      SplittableRandom random, long sampledAtMillis, @Nullable InvokerReport before) {
    List<ActionReport> actions = new ArrayList<>();
    if (before != null && before.containers() != null) {
      for (ActionReport action : before.containers().actions()) {
        if (random.nextInt(4) > 0) {
          actions.add(random.nextBoolean() ? action : measured(random, action.name()));
        }
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      actions.add(measured(random, "guest/new-" + sampledAtMillis + "-" + i));
    }
    ResourceReport resources =
        before != null && random.nextBoolean()
            ? before.resources()
            : new ResourceReport(
                sampledAtMillis,
                1 + random.nextDouble(1000),
                1 + random.nextInt(64),
                random.doubles(ResourceMetric.COUNT, 0, 5).toArray());
    ContainerReport containers =
        random.nextInt(10) == 0
            ? null
            : new ContainerReport(
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextInt(1000),
                random.nextInt(10),
                random.nextBoolean() ? null : random.nextInt(10),
                random.nextLong(1L << 40),
                0,
                random.nextInt(2),
                actions);
    return new InvokerReport(3, "three", Reports.NOON - 9, sampledAtMillis, resources, containers);
  }

  private static ActionReport measured(SplittableRandom random, String name) {
    return new ActionReport(
        "guest",
        name,
        256,
        random.nextInt(3),
        random.nextBoolean() ? null : random.nextInt(3),
        random.nextInt(1000),
        random.nextDouble(1000),
        random.nextLong(1L << 50),
        random.nextInt(1000));
  }

  /** Their order says nothing in a change. */
  private static @Nullable InvokerReport withSortedActions(@Nullable InvokerReport report) {
    if (report == null || report.containers() == null) {
      return report;
    }
    List<ActionReport> sorted = new ArrayList<>(report.containers().actions());
    sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
    return report.withContainers(report.containers().withActions(sorted));
  }
}
