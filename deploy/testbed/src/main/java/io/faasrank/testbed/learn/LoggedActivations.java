package io.faasrank.testbed.learn;

import io.faasrank.event.Ended;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds activations in the files of a log, reading them once for each question. */
public final class LoggedActivations {

  private final Path folder;

  /**
   * @param folder where a recorder keeps its files
   */
  public LoggedActivations(Path folder) {
    this.folder = folder;
  }

  private static final class OpenEntry {

    private final String controller;
    private final Instant placedAt;
    private final Placed placed;
    private @Nullable Ended ended;

    OpenEntry(EventBatch batch, Placed placed) {
      this.controller = batch.controller();
      this.placedAt = Instant.ofEpochMilli(Math.round(batch.epochMillis(placed)));
      this.placed = placed;
    }

    LoggedActivation activation() {
      return new LoggedActivation(controller, placedAt, placed, ended);
    }
  }

  /**
   * The activation of that id.
   *
   * @throws io.faasrank.event.EventsRefusedException when a file is damaged
   */
  public Optional<LoggedActivation> find(String activationId) throws IOException {
    List<OpenEntry> found = new ArrayList<>();
    read(
        entry -> {
          if (entry.placed.activationId().equals(activationId)) {
            found.add(entry);
          }
        },
        entry -> {});
    return found.stream().map(OpenEntry::activation).findFirst();
  }

  /**
   * The one that took longest, of those that have ended and of which a policy has said something.
   */
  public Optional<LoggedActivation> slowest() throws IOException {
    List<LoggedActivation> slowest = new ArrayList<>();
    read(
        entry -> {},
        entry -> {
          LoggedActivation each = entry.activation();
          if (entry.placed.said() != null
              && (slowest.isEmpty() || each.tookSeconds() > slowest.get(0).tookSeconds())) {
            slowest.clear();
            slowest.add(each);
          }
        });
    return slowest.stream().findFirst();
  }

  /** The last ones, in the order in which they were placed. */
  public List<LoggedActivation> last(int count) throws IOException {
    Deque<OpenEntry> last = new ArrayDeque<>();
    read(
        entry -> {
          last.addLast(entry);
          if (last.size() > count) {
            last.removeFirst();
          }
        },
        entry -> {});
    return last.stream().map(OpenEntry::activation).toList();
  }

  /** Keeps what is in flight alone, so that a log of any length can be read. */
  private void read(Consumer<OpenEntry> whenPlaced, Consumer<OpenEntry> whenEnded)
      throws IOException {
    Map<String, Map<Long, OpenEntry>> open = new HashMap<>();
    batches(
        batch -> {
          Map<Long, OpenEntry> own =
              open.computeIfAbsent(batch.controller(), name -> new HashMap<>());
          for (LogEvent event : batch.events()) {
            if (event instanceof Placed placed) {
              OpenEntry entry = new OpenEntry(batch, placed);
              own.put(placed.number(), entry);
              whenPlaced.accept(entry);
            } else if (event instanceof Ended ended) {
              OpenEntry entry = own.remove(ended.number());
              if (entry != null) {
                entry.ended = ended;
                whenEnded.accept(entry);
              }
            }
          }
        });
  }

  /** Shows each batch once, in the order of the files. */
  void batches(Consumer<EventBatch> consumer) throws IOException {
    Map<String, Long> next = new HashMap<>();
    for (Path file : EventFiles.in(folder)) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          // a batch may have been sent twice
          if (batch.sequence() >= next.getOrDefault(batch.controller(), 0L)) {
            next.put(batch.controller(), batch.sequence() + 1);
            consumer.accept(batch);
          }
        }
      }
    }
  }
}
