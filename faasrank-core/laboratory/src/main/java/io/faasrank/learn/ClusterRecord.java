package io.faasrank.learn;

import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.event.EventsRefusedException;
import io.faasrank.simulation.InvokerRestart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a log says of a cluster: who was placed where and how that ended, on which invokers. Times
 * are in seconds by the wall clock since the start of the record, whichever controller wrote.
 *
 * <p>Unknown stays unknown: an acknowledgement without a record, which is what a non-blocking
 * activation gets, tells neither times nor whether the container was cold; an invoker that never
 * reported has no cores; an activation may end after the record does.
 *
 * <p>It is of the pool for managed actions. Blackbox actions count where they are placed on an
 * invoker of it.
 *
 * @param startMillis the wall clock at its start, in milliseconds since 1970
 * @param seconds its length
 * @param activations in the order of their placement
 * @param earlier how many of them, the first, were placed before the record begins and not over by
 *     then: they explain what others met, and are nothing to learn from themselves
 * @param later how many of them, the last, were placed after it while others of it were still going
 *     on: likewise
 * @param invokers by number less that of the pool's first
 * @param restarts of invokers, by position; where a first report tells it, also their start
 * @param controllers that shared the invokers at the end, at least 1
 * @param models files by digest, of those that came into service
 * @param whole whether it begins with a cluster that had done nothing yet, as far as the log says
 * @param lostEvents that controllers could not write
 * @param missingBatches gaps in the log
 */
public record ClusterRecord(
    long startMillis,
    double seconds,
    List<LoggedAction> actions,
    List<RecordedActivation> activations,
    int earlier,
    int later,
    List<LoggedInvoker> invokers,
    List<CpuSample> cpu,
    List<InvokerRestart> restarts,
    int controllers,
    Map<String, byte[]> models,
    boolean whole,
    long lostEvents,
    long missingBatches) {

  /**
   * Most activations of a record unless told otherwise, see docs/learning.md for what they cost.
   */
  public static final int MOST_ACTIVATIONS = 100_000;

  public ClusterRecord {
    actions = List.copyOf(actions);
    activations = List.copyOf(activations);
    invokers = List.copyOf(invokers);
    cpu = List.copyOf(cpu);
    restarts = List.copyOf(restarts);
    models = Map.copyOf(models);
  }

  /** Whether activations waited in a controller. */
  public boolean bindsLate() {
    return activations.stream().anyMatch(each -> each.placed().waitedMillis() > 0);
  }

  /**
   * Reads the newest files of a folder, of a cluster in real time.
   *
   * @param hours files to read, the newest; at least 1
   * @throws EventsRefusedException as the other
   */
  public static ClusterRecord read(Path folder, int hours) {
    return read(folder, hours, 1, MOST_ACTIVATIONS);
  }

  /**
   * Reads the newest files of a folder. What is half written at the end of one is left out.
   *
   * @param hours files to read, the newest; at least 1
   * @param scale seconds that pass on the invokers in a second; 1 but on a testbed whose time runs
   *     faster, since acknowledgements and reports tell the invokers' time
   * @param most activations, the newest; bounds memory and time
   * @throws EventsRefusedException when there are none, one is damaged, or they hold no activation
   */
  public static ClusterRecord read(Path folder, int hours, double scale, int most) {
    List<Path> files = EventFiles.in(folder);
    if (files.isEmpty()) {
      throw new EventsRefusedException(
          folder.toString(), "has no files of events, expected those of faasrank learn record");
    }
    ClusterRecordReader reader = new ClusterRecordReader(scale, most);
    for (Path file : files.subList(Math.max(0, files.size() - hours), files.size())) {
      try (EventFileReader events = EventFileReader.open(file)) {
        for (EventBatch batch = events.next(); batch != null; batch = events.next()) {
          reader.take(batch);
        }
      } catch (IOException e) {
        throw new EventsRefusedException(file.toString(), "cannot be closed: " + e);
      }
    }
    return reader.record(folder.toString());
  }

  /**
   * A record of batches, in the order of the log.
   *
   * @throws EventsRefusedException when they hold no activation
   */
  public static ClusterRecord of(List<EventBatch> batches) {
    ClusterRecordReader reader = new ClusterRecordReader(1, Integer.MAX_VALUE);
    batches.forEach(reader::take);
    return reader.record("the log");
  }

  /** Activations that were placed within the record. */
  List<RecordedActivation> placed() {
    return activations.subList(earlier, end());
  }

  /** How many they are. */
  int size() {
    return end() - earlier;
  }

  /** Index after the last of them. */
  int end() {
    return activations.size() - later;
  }

  /** The first activation that was placed within the record. */
  RecordedActivation first() {
    return activations.get(earlier);
  }

  /** The last activation that was placed within the record. */
  RecordedActivation last() {
    return activations.get(end() - 1);
  }

  /**
   * The same of the activations placed within a time, from one to before the other, with what is
   * known of how they ended. Times still count from the start of this record.
   */
  public ClusterRecord between(double fromSeconds, double toSeconds) {
    List<RecordedActivation> before =
        activations.stream()
            .filter(a -> a.placedSeconds() < fromSeconds && !(a.endedSeconds() <= fromSeconds))
            .toList();
    List<RecordedActivation> within = new ArrayList<>(before);
    activations.stream()
        .filter(a -> a.placedSeconds() >= fromSeconds && a.placedSeconds() < toSeconds)
        .forEach(within::add);
    double over =
        within.stream()
            .filter(RecordedActivation::over)
            .mapToDouble(RecordedActivation::endedSeconds)
            .max()
            .orElse(0);
    int placed = within.size();
    activations.stream()
        .filter(a -> a.placedSeconds() >= toSeconds && a.placedSeconds() < over)
        .forEach(within::add);
    return new ClusterRecord(
        startMillis,
        Math.min(seconds, toSeconds),
        actions,
        within,
        before.size(),
        within.size() - placed,
        invokers,
        cpu.stream()
            .filter(s -> s.fromSeconds() >= fromSeconds && s.toSeconds() <= toSeconds)
            .toList(),
        restarts,
        controllers,
        models,
        whole && fromSeconds <= 0,
        lostEvents,
        missingBatches);
  }

  /** Activations whose times no acknowledgement told, as those of non-blocking ones. */
  public long untimed() {
    return placed().stream().filter(a -> a.over() && !a.timesKnown()).count();
  }
}
