package io.faasrank.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of a folder's files: one for each hour in which a batch arrived, such as {@code
 * 2026-11-29T13.events}, in UTC.
 */
public final class EventFiles {

  private static final String SUFFIX = ".events";

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private EventFiles() {}

  /** The file of the hour, whether it exists or not. */
  public static Path of(Path folder, Instant hour) {
    return folder.resolve(HOUR.format(hour) + SUFFIX);
  }

  /**
   * The hour that a file holds, as its first moment.
   *
   * @throws EventsRefusedException when its name is not that of such a file
   */
  public static Instant hour(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (name.endsWith(SUFFIX)) {
        String hour = name.substring(0, name.length() - SUFFIX.length());
        return Instant.parse(hour + ":00:00Z").truncatedTo(ChronoUnit.HOURS);
      }
    } catch (DateTimeParseException e) {
      // another kind of file; said below
    }
    throw new EventsRefusedException(
        file.toString(), "is not named as a file of events, such as 2026-11-29T13" + SUFFIX);
  }

  /**
   * The folder's files of events, oldest first; those of other names are left out.
   *
   * @throws EventsRefusedException when the folder cannot be read
   */
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[\\dT-]{13}" + SUFFIX))
          .sorted()
          .collect(Collectors.toUnmodifiableList());
    } catch (IOException e) {
      throw new EventsRefusedException(folder.toString(), "cannot be listed: " + e);
    }
  }
}
