package io.faasrank.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.Action;
import io.faasrank.event.PoolChanged.InvokerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Events for tests: one of each kind with every corner, and random activations. */
final class SomeEvents {

  static final Action DH = new Action(3, "guest", "guest/DH", 256);

  private SomeEvents() {}

  static List<LogEvent> oneOfEach() {
    PolicySaid said =
        new PolicySaid(
            999_999_000, "faasrank", "0123456789ab", 7, 10, true, 0.25f, 1.5f, 12_345, -17);
    return List.of(
        new ControllerStarted(
            -5,
            "0.2.0",
            "faasrank",
            "auto",
            4096,
            5_000_000_000L,
            1_000_000_000L,
            0.5,
            0.4,
            true,
            1.5f,
            2,
            -9L),
        new ControllersCounted(10, 2),
        new PoolChanged(
            11,
            true,
            90,
            10,
            List.of(new InvokerChange(0, true, 2048), new InvokerChange(9, false, 4096))),
        new ModelServed(12, "0123456789ab", "good one", new byte[] {1, 2, 3}),
        new ModelServed(13, "", "", new byte[0]),
        new ModeSet(14, "canary 0.05"),
        new ReportTaken(15, 17, "{\"schema\":1}".getBytes(UTF_8)),
        new ActionsTrimmed(16),
        new Placed(
            1_000_000_000,
            41,
            "b5013407e0b04827813407e0b058279c",
            DH,
            false,
            1,
            60_000,
            1_234,
            7,
            "faasrank",
            "canary",
            0.05f,
            said,
            ""),
        new Placed(
            1_000_000_100,
            42,
            "not hexadecimal",
            DH,
            true,
            200,
            0,
            0,
            0,
            "hashing",
            "faasrank",
            1,
            null,
            "stale_metrics"),
        new Ended(1_200_000_000, 41, EndedHow.SUCCESS, StartKind.COLD, 223, 205, 54),
        new Ended(
            1_300_000_000,
            42,
            EndedHow.FORCED,
            StartKind.UNKNOWN,
            Ended.UNKNOWN,
            Ended.UNKNOWN,
            Ended.UNKNOWN));
  }

  /** Activations of fifty actions on ten invokers, one a millisecond, each ended later. */
  static List<LogEvent> activations(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LogEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long nanos = 1_000_000L * i + random.nextInt(900_000);
      int action = random.nextInt(50);
      int invoker = random.nextInt(10);
      PolicySaid said =
          new PolicySaid(
              nanos - 5_000 - random.nextInt(3_000),
              "faasrank",
              "0123456789ab",
              invoker,
              10,
              false,
              1,
              (float) random.nextDouble(),
              4_000 + random.nextInt(4_000),
              random.nextInt());
      events.add(
          new Placed(
              nanos,
              i,
              String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong()),
              new Action(action, "guest", "guest/action" + action, 256),
              false,
              1,
              60_000,
              0,
              invoker,
              "faasrank",
              "faasrank",
              1,
              said,
              ""));
      if (i >= 100) {
        events.add(
            new Ended(
                nanos + 100_000,
                i - 100,
                EndedHow.SUCCESS,
                StartKind.WARM,
                random.nextInt(20),
                0,
                random.nextInt(500)));
      }
    }
    return events;
  }

  static byte[] encoded(List<LogEvent> events) {
    EventEncoder encoder = new EventEncoder();
    events.forEach(encoder::add);
    return encoder.finish("5f0c", 3, 1, 1_000_000, 1_795_485_670_042L);
  }
}
