package io.faasrank.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Guards against a log that says something else than what happened, that grows, or whose reader
 * falls over foreign bytes.
 */
class EventCodecTest {

  @Test
  void whatIsReadIsWhatWasWritten() {
    List<LogEvent> events = SomeEvents.oneOfEach();

    EventBatch batch = EventDecoder.decode(SomeEvents.encoded(events), "here");

    assertThat(batch.events()).usingRecursiveFieldByFieldElementComparator().isEqualTo(events);
    assertThat(events.stream().map(Object::getClass).distinct())
        .as("one of each kind")
        .containsExactlyInAnyOrderElementsOf(
            new ClassFileImporter()
                .importPackagesOf(LogEvent.class).stream()
                    .filter(type -> type.isAssignableTo(LogEvent.class) && !type.isInterface())
                    .map(JavaClass::reflect)
                    .collect(Collectors.toList()));
    assertThat(batch.controller()).isEqualTo("5f0c");
    assertThat(batch.sequence()).isEqualTo(3);
    assertThat(batch.lost()).isEqualTo(1);
    assertThat(batch.epochMillis(new ModeSet(3_500_000, "hashing"))).isEqualTo(1_795_485_670_044.5);
  }

  @Test
  void aBatchStandsForItself() {
    EventEncoder encoder = new EventEncoder();
    for (long sequence = 0; sequence < 2; sequence++) {
      List<LogEvent> events = SomeEvents.activations(200, 7 + sequence);
      events.forEach(encoder::add);
      assertThat(encoder.count()).isEqualTo(events.size());

      byte[] bytes = encoder.finish("c", sequence, 0, 0, 0);

      assertThat(encoder.count()).isZero();
      assertThat(EventDecoder.decode(bytes, "here").events()).isEqualTo(events);
    }
  }

  @Test
  void anActivationTakesAHundredBytes() {
    int count = 1_000;

    double bytes = SomeEvents.encoded(SomeEvents.activations(count, 1)).length / (double) count;

    // an id of 16 random bytes is the largest part
    assertThat(bytes).isBetween(40.0, 100.0);
  }

  @Test
  void foreignBytesAreRefusedInOneLine() {
    byte[] good = SomeEvents.encoded(SomeEvents.oneOfEach());
    byte[] otherSchema = good.clone();
    otherSchema[2] = 3;

    assertRefused(new byte[0], "here: ends in the middle of an event");
    assertRefused("hello, world".getBytes(UTF_8), "does not");
    assertRefused(otherSchema, "here: schema is 3, not 2");
    assertRefused(Arrays.copyOf(good, good.length - 9), "here: ");
  }

  /** Damage inside a batch ends in a refusal or in other values, never in another exception. */
  @Test
  void damageIsRefusedOrRead() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] good = SomeEvents.encoded(SomeEvents.oneOfEach());
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        EventDecoder.decode(damaged, "here");
      } catch (EventsRefusedException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void aFailureIsChargedWithTheTimeLimit() {
    assertThat(EndedHow.SYSTEM_ERROR.chargedMillis(5, 60_000)).isEqualTo(60_000);
    assertThat(EndedHow.FORCED.chargedMillis(180_000, 60_000)).isEqualTo(180_000);
    assertThat(EndedHow.APPLICATION_ERROR.chargedMillis(5, 60_000)).isEqualTo(5);
  }

  @Test
  void peopleCanReadIt() {
    List<LogEvent> events = SomeEvents.oneOfEach();
    EventBatch batch = EventDecoder.decode(SomeEvents.encoded(events), "here");

    List<String> lines =
        batch.events().stream().map(event -> EventText.line(batch, event)).toList();

    assertThat(lines)
        .allSatisfy(line -> assertThat(line).startsWith("2026-11-24T").contains("Z 5f0c "));
    assertThat(lines.get(8))
        .endsWith(
            "placed 41 b5013407e0b04827813407e0b058279c of guest/DH, namespace guest, 256 MB, on"
                + " invoker 7 by faasrank, mode canary, after 1234 ms in the controller, faasrank of"
                + " model 0123456789ab said 7 of 10 with probability 0.25 in 12 us, all full");
    assertThat(lines.get(10))
        .endsWith("ended 41 success, cold, wait 223 ms, initialisation 205 ms, run 54 ms");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> EventDecoder.decode(bytes, "here"))
        .isInstanceOf(EventsRefusedException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
