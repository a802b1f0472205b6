package io.faasrank.testbed.learner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.event.EventFiles;
import io.faasrank.learn.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a learner keeps, below one folder: the log in files by hour, {@code learner.json} with the
 * last round, and {@code offers} with a folder for each candidate. Everything is written beside its
 * place and then renamed, so that whoever reads it, and a learner that was killed, finds it whole
 * or not at all.
 */
public final class LearnerFolder {

  private static final String STATE = "learner.json";
  private static final String OFFERS = "offers";
  private static final String TRIAL = "trial.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;

  public LearnerFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the log is, and everything else. */
  public Path path() {
    return folder;
  }

  /** Removes what was half written when a learner was killed. */
  public void clean() {
    try {
      Files.createDirectories(folder.resolve(OFFERS));
      for (Path each : list(folder.resolve(OFFERS))) {
        if (each.getFileName().toString().startsWith(".")) {
          for (Path file : list(each)) {
            Files.delete(file);
          }
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** The last round as JSON; empty before the first. */
  public JsonNode lastRound() {
    return read(folder.resolve(STATE));
  }

  /** Notes how a round ended. */
  void round(ObjectNode round) {
    write(folder.resolve(STATE), round);
  }

  /** Keeps a candidate; returns its folder's name. */
  String keep(Offer offer, Instant now) {
    String name =
        now.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-') + "-" + offer.digest();
    offer.write(folder.resolve(OFFERS).resolve(name));
    return name;
  }

  /** Names of the candidates kept, oldest first. */
  public List<String> offers() {
    try {
      return list(folder.resolve(OFFERS)).stream()
          .map(each -> each.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** Deletes all candidates but the newest. */
  void forget(int keep) {
    List<String> all = offers();
    try {
      for (String name : all.subList(0, Math.max(0, all.size() - keep))) {
        for (Path file : list(folder.resolve(OFFERS).resolve(name))) {
          Files.delete(file);
        }
        Files.delete(folder.resolve(OFFERS).resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** The evidence of a candidate. */
  public JsonNode evidence(String offer) {
    return read(folder.resolve(OFFERS).resolve(offer).resolve(Offer.EVIDENCE));
  }

  /** The model of a candidate. */
  byte[] model(String offer) {
    try {
      return Files.readAllBytes(folder.resolve(OFFERS).resolve(offer).resolve(Offer.MODEL));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** What was done to try a candidate; empty where nothing was. */
  public JsonNode trial(String offer) {
    return read(folder.resolve(OFFERS).resolve(offer).resolve(TRIAL));
  }

  /** Notes what was done to try a candidate. */
  void trial(String offer, ObjectNode trial) {
    write(folder.resolve(OFFERS).resolve(offer).resolve(TRIAL), trial);
  }

  /** Bytes of the log's files. */
  public long logBytes() {
    return EventFiles.in(folder).stream().mapToLong(LearnerFolder::size).sum();
  }

  /** Size of a file; 0 where it has just been deleted. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return MAPPER.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path file, ObjectNode content) {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.writeString(part, content.toPrettyString() + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> list(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  /** An object to be filled and written. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A time in a document; null where it has none. */
  static @Nullable Instant time(JsonNode document, String field) {
    String text = document.path(field).asText("");
    return text.isEmpty() ? null : Instant.parse(text);
  }
}
