package io.faasrank.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What happened while figures were measured and no table shows, a line each.
 *
 * @param unsound why the figures cannot be relied on
 * @param notes what else a reader should know
 */
public record Remarks(List<String> unsound, List<String> notes) {

  /** All went well. */
  public static final Remarks NONE = new Remarks(List.of(), List.of());

  public Remarks {
    unsound = List.copyOf(unsound);
    notes = List.copyOf(notes);
  }

  /** As lines of a text that begin with the kind. */
  public List<String> lines() {
    return Stream.concat(
            unsound.stream().map(line -> "unsound  " + line),
            notes.stream().map(line -> "note     " + line))
        .toList();
  }
}
