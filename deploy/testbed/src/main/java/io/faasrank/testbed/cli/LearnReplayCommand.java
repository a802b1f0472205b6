package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.testbed.learn.LogReplay;
import io.faasrank.testbed.learn.ServedModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faasrank learn replay}: says how much of a log can be rebuilt. */
@Command(
    name = "replay",
    description =
        "Rebuilds what each decision of a log saw, and says of how many it is what they saw, to"
            + " the bit.")
final class LearnReplayCommand implements Callable<Integer> {

  @Mixin private LogFolderOption log = new LogFolderOption();

  @Spec private @Nullable CommandSpec spec;

  /** Decisions of one controller's process. */
  private static final class ReplayCount {

    private long decisions;
    private long exact;
    private long lost;

    private final LogReplay replay =
        new LogReplay(
            new ServedModels(),
            (placed, again, same) -> {
              decisions++;
              exact += same ? 1 : 0;
            });
  }

  @Override
  public Integer call() throws IOException {
    Map<String, ReplayCount> counts = new TreeMap<>();
    for (Path file : EventFiles.in(log.path())) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          ReplayCount count = counts.computeIfAbsent(batch.controller(), name -> new ReplayCount());
          count.replay.take(batch);
          count.lost = batch.lost();
        }
      }
    }
    PrintWriter out = Commands.line(spec).getOut();
    counts.forEach(
        (controller, count) -> {
          count.replay.end();
          out.printf(
              Locale.ROOT,
              "%s  %d decisions, %d rebuilt to the bit, %d events lost, %d batches missing%n",
              controller,
              count.decisions,
              count.exact,
              count.lost,
              count.replay.missingBatches());
        });
    return Commands.OK;
  }
}
