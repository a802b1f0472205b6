package io.faasrank.report.placement;

import io.faasrank.simulation.Completion;
import io.faasrank.simulation.ContainerSamples;
import io.faasrank.simulation.EpisodeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One scheduler's part of a map, in columns of equal time.
 *
 * @param record the episode
 * @param rows of the map
 * @param columnSeconds width of a column
 * @param columns their number
 */
record Panel(EpisodeRecord record, Rows rows, double columnSeconds, int columns) {

  /** Most marks, and most stretches of containers. Chosen: 100 KB of the page. */
  private static final int MOST = 5_000;

  /** Stands for any function, where there are too many marks to tell them apart. */
  static final int ANY = -1;

  boolean waited(Completion completion) {
    return completion.queueSeconds() >= record.leastWaitSeconds();
  }

  /**
   * Memory that the activations in flight need, those that wait included, in percent of the row's,
   * by row and column; the mean over the column's time.
   */
  int[][] load() {
    double[][] used = new double[rows.count()][columns];
    for (Completion each : record.completions()) {
      double memoryMb = record.functions().get(each.function()).memoryMb();
      int last = column(each.completionSeconds());
      for (int c = column(each.arrivalSeconds()); c <= last; c++) {
        double from = Math.max(each.arrivalSeconds(), c * columnSeconds);
        double to = Math.min(each.completionSeconds(), (c + 1) * columnSeconds);
        used[rows.of(each.invoker())][c] += memoryMb * Math.max(0, to - from) / columnSeconds;
      }
    }
    int[][] percent = new int[rows.count()][columns];
    for (int r = 0; r < percent.length; r++) {
      for (int c = 0; c < columns; c++) {
        percent[r][c] = (int) Math.ceil(100 * used[r][c] / rows.memoryMb(r) - 1e-9);
      }
    }
    return percent;
  }

  /** Activations that started a container: row, column, function and how many. */
  List<int[]> coldStarts() {
    return marks(record.completions().stream().filter(Completion::cold).toList());
  }

  /** Activations that waited for memory, where they arrived: row, column, function, how many. */
  List<int[]> waits() {
    return marks(record.completions().stream().filter(this::waited).toList());
  }

  private List<int[]> marks(List<Completion> completions) {
    List<int[]> marks = marks(completions, true);
    return marks.size() > MOST ? marks(completions, false) : marks;
  }

  private List<int[]> marks(List<Completion> completions, boolean byFunction) {
    Map<Long, int[]> marks = new TreeMap<>();
    for (Completion each : completions) {
      int row = rows.of(each.invoker());
      int column = column(each.arrivalSeconds());
      int function = byFunction ? each.function() : ANY;
      long key = ((long) row * columns + column) * (record.functions().size() + 1L) + function + 1;
      marks.computeIfAbsent(key, unused -> new int[] {row, column, function, 0})[3]++;
    }
    return List.copyOf(marks.values());
  }

  /**
   * Containers of the functions: function, row, first column, columns and how many. Where there are
   * too many stretches the functions that come last are left out.
   */
  List<int[]> containers() {
    List<int[]> stretches = new ArrayList<>();
    for (int f = 0; f < record.functions().size() && stretches.size() < MOST; f++) {
      int[][] counts = containers(f);
      for (int r = 0; r < counts.length; r++) {
        int from = 0;
        for (int c = 1; c <= columns; c++) {
          if (c == columns || counts[r][c] != counts[r][from]) {
            if (counts[r][from] > 0) {
              stretches.add(new int[] {f, r, from, c - from, counts[r][from]});
            }
            from = c;
          }
        }
      }
    }
    return stretches;
  }

  /** By row and column, as the last sample before the column's end saw them. */
  private int[][] containers(int function) {
    int[][] counts = new int[rows.count()][columns];
    List<ContainerSamples.Sample> samples = record.containers();
    int next = 0;
    int[] now = new int[rows.count()];
    for (int c = 0; c < columns; c++) {
      while (next < samples.size() && samples.get(next).seconds() < (c + 1) * columnSeconds) {
        now = new int[rows.count()];
        for (ContainerSamples.Count each : samples.get(next).counts()) {
          if (each.function() == function) {
            now[rows.of(each.invoker())] += each.count();
          }
        }
        next++;
      }
      for (int r = 0; r < now.length; r++) {
        counts[r][c] = now[r];
      }
    }
    return counts;
  }

  private int column(double seconds) {
    return Math.max(0, Math.min(columns - 1, (int) (seconds / columnSeconds)));
  }
}
