package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faasrank learn show}: prints events for people. */
@Command(name = "show", description = "Prints the events of files, one a line.")
final class LearnShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files that record has written.")
  private List<Path> files = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Commands.line(spec).getOut();
    for (Path file : files) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          EventBatch shown = batch;
          batch.events().forEach(event -> out.println(EventText.line(shown, event)));
        }
      }
    }
    return Commands.OK;
  }
}
