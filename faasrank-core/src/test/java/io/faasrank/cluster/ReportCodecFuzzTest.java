package io.faasrank.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ReportRejectedException.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Guards the controller against bytes from Redis: an exception other than a refusal, and a value
 * outside its range that gets through to the network.
 */
class ReportCodecFuzzTest {

  private static final int DOCUMENTS = 120_000;

  private static final Pattern VALUE = Pattern.compile(":(-?[0-9.eE+-]+|null|\"[^\"]*\")");

  private static final String[] NASTY = {
    "-1",
    "-0.0",
    "0",
    "NaN",
    "-Infinity",
    "1e999",
    "-1e999",
    "1e308",
    "4.9e-324",
    "1e15",
    "1e7",
    "9007199254740993",
    "9223372036854775808",
    "-9223372036854775809",
    "2147483648",
    "1.0",
    "\"7\"",
    "\"\"",
    "null",
    "true",
    "{}",
    "[]",
    "[{}]",
    "0x10",
    "01",
    "1_000",
    "99",
    "4102444800001"
  };

  @Test
  void aMutatedDocumentIsRefusedOrWithinItsRange() {
    RandomGenerator random = new SplittableRandom(20_260_101);
    String[] seeds = {
      new String(ReportCodec.encode(Reports.full()), ISO_8859_1),
      new String(ReportCodec.encode(Reports.ofAgent()), ISO_8859_1)
    };
    Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    int accepted = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = seeds[i % seeds.length];
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        document = mutate(document, random);
      }
      try {
        assertWithinRange(ReportCodec.decode(document.getBytes(ISO_8859_1)), document);
        accepted++;
      } catch (ReportRejectedException e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
        refused.merge(e.reason(), 1, Integer::sum);
      }
    }
    assertThat(accepted).as("the mutations leave some documents valid").isGreaterThan(1000);
    assertThat(refused).as("every reason is met").containsOnlyKeys(Reason.values());
  }

  private static String mutate(String document, RandomGenerator random) {
    StringBuilder text = new StringBuilder(document.isEmpty() ? "{}" : document);
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(1, 40));
    switch (random.nextInt(9)) {
      case 0 -> text.setCharAt(at, (char) random.nextInt(256));
      case 1 -> text.delete(at, end);
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.setLength(Math.max(1, at));
      case 4 -> text.insert(at, " ".repeat(random.nextInt(1000) == 0 ? 300_000 : 3));
      case 5 -> text.insert(at, NASTY[random.nextInt(NASTY.length)]);
      default -> replaceValue(text, random);
    }
    return text.toString();
  }

  private static void replaceValue(StringBuilder text, RandomGenerator random) {
    Matcher values = VALUE.matcher(text);
    int skip = random.nextInt(45);
    while (values.find()) {
      if (skip-- == 0) {
        text.replace(values.start(1), values.end(1), NASTY[random.nextInt(NASTY.length)]);
        return;
      }
    }
  }

  /** The ranges once more, as literals. */
  private static void assertWithinRange(InvokerReport report, String document) {
    ResourceReport resources = report.resources();
    boolean good =
        in(report.invoker(), 0, 99_999)
            && in((double) report.sampledAtMillis(), 1.577e12, 4.103e12)
            && in((double) resources.sampledAtMillis(), 1.577e12, 4.103e12)
            && in(resources.intervalMillis(), 4.9e-324, 3.6e6)
            && in(resources.cores(), 1, 8192);
    for (ResourceMetric metric : ResourceMetric.values()) {
      double value = resources.value(metric);
      double second = resources.intervalMillis() / 1000 + 0.2;
      double highest =
          switch (metric.unit()) {
            case "ms" ->
                metric.metricName().startsWith("cpu")
                    ? resources.cores() * 1200 * second
                    : 1e9 * second;
            case "MB" -> 64.0 * 1024 * 1024;
            case "tasks" -> 1 << 22;
            default -> 1e12 * second;
          };
      good &= Double.isNaN(value) || in(value, 0, highest);
    }
    ContainerReport containers = report.containers();
    if (containers != null) {
      Integer queued = containers.queued();
      good &=
          in(containers.userMemoryMb(), 0, 1 << 26)
              && in(containers.reservedMemoryMb(), 0, 1 << 26)
              && in(containers.idleMemoryMb(), 0, 1 << 26)
              && in(containers.inflight(), 0, 1e6)
              && (queued == null || in(queued, 0, 1e6))
              && in((double) containers.creations(), 0, 0x1p53);
      for (ActionReport action : containers.actions()) {
        good &=
            in(action.memoryMb(), 0, 1 << 26)
                && in(action.idleWarm(), 0, 1e6)
                && in(action.initMillis(), 0, 8.64e7)
                && in(action.runMillis(), 0, 8.64e7)
                && in(action.name().length(), 1, 1024);
      }
    }
    assertThat(good).as("a value out of range was accepted from %s", document).isTrue();
  }

  private static boolean in(double value, double lowest, double highest) {
    return value >= lowest && value <= highest;
  }
}
