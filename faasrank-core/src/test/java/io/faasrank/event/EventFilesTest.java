package io.faasrank.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against batches that are lost, doubled or torn where the writer is killed. */
class EventFilesTest {

  private static final long HOUR = 3_600_000;
  private static final long ONE_O_CLOCK = Instant.parse("2026-11-29T13:00:00Z").toEpochMilli();
  private static final byte[] BATCH = SomeEvents.encoded(SomeEvents.oneOfEach());

  @TempDir Path temporary = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void setUp() {
    folder = temporary.resolve("log");
  }

  @Test
  void eachHourHasItsFile() throws IOException {
    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      assertThat(writer.last()).isNull();
      writer.append(new EventEntry(ONE_O_CLOCK, 0, BATCH));
      writer.append(new EventEntry(ONE_O_CLOCK + HOUR - 1, 0, BATCH));
      writer.append(new EventEntry(ONE_O_CLOCK + HOUR, 0, BATCH));
    }
    Files.writeString(folder.resolve("notes.txt"), "not a log");

    List<Path> files = EventFiles.in(folder);

    assertThat(files)
        .containsExactly(
            folder.resolve("2026-11-29T13.events"), folder.resolve("2026-11-29T14.events"));
    assertThat(EventFiles.hour(files.get(1)).toEpochMilli()).isEqualTo(ONE_O_CLOCK + HOUR);
    assertThat(read(files.get(0))).hasSize(2);
    assertThat(read(files.get(1)).get(0).events()).hasSameSizeAs(SomeEvents.oneOfEach());
  }

  /** Killed after any byte: what is whole is kept, and the copying goes on after it. */
  @Test
  void aTornEntryIsCutOff() throws IOException {
    byte[] small = SomeEvents.encoded(List.of(new ModeSet(1, "hashing")));
    Path file = folder.resolve("2026-11-29T13.events");
    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      writer.append(new EventEntry(ONE_O_CLOCK, 1, small));
      writer.append(new EventEntry(ONE_O_CLOCK, 2, small));
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      boolean oneIsWhole = length >= whole.length / 2;
      assertThat(read(file)).hasSize(oneIsWhole ? 1 : 0);

      try (EventFileWriter writer = EventFileWriter.open(folder)) {
        EventEntry last = writer.last();
        assertThat(last == null ? "none" : last.id())
            .isEqualTo(oneIsWhole ? ONE_O_CLOCK + "-1" : "none");
        writer.append(new EventEntry(ONE_O_CLOCK, 2, small));
      }

      assertThat(read(file)).hasSize(oneIsWhole ? 2 : 1);
    }
  }

  @Test
  void anEmptyNewestFileDoesNotForgetTheOneBefore() throws IOException {
    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      writer.append(new EventEntry(ONE_O_CLOCK, 5, BATCH));
    }
    Files.createFile(folder.resolve("2026-11-29T14.events"));

    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      assertThat(writer.last()).extracting(EventEntry::sequence).isEqualTo(5L);
    }
  }

  @Test
  void damageNamesTheFileAndThePlace() throws IOException {
    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      writer.append(new EventEntry(ONE_O_CLOCK, 0, BATCH));
    }
    Path file = folder.resolve("2026-11-29T13.events");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(EventsRefusedException.class)
        .hasMessage(file + " at byte 0: an entry does not match its checksum");
    assertThatThrownBy(() -> EventFiles.hour(Path.of("log.txt")))
        .hasMessage("log.txt: is not named as a file of events, such as 2026-11-29T13.events");
    assertThatThrownBy(() -> EventFileReader.open(folder.resolve("none")))
        .hasMessage(folder.resolve("none") + ": no such file, expected events");
  }

  @Test
  void oldHoursAreDeleted() throws IOException {
    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      for (int hour = 0; hour < 5; hour++) {
        writer.append(new EventEntry(ONE_O_CLOCK + hour * HOUR, 0, BATCH));
      }

      assertThat(writer.keep(2)).isEqualTo(3);
      assertThat(writer.keep(2)).isZero();
    }
    assertThat(EventFiles.in(folder))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("2026-11-29T16.events", "2026-11-29T17.events");
  }

  private static List<EventBatch> read(Path file) throws IOException {
    List<EventBatch> batches = new ArrayList<>();
    try (EventFileReader reader = EventFileReader.open(file)) {
      for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
        batches.add(batch);
      }
    }
    return batches;
  }
}
