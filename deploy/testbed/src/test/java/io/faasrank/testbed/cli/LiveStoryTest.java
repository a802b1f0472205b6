package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.cli.Commands;
import io.faasrank.experiment.EpisodeRunner;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against a live page that shows an episode that has ended, or results of another one. */
class LiveStoryTest {

  private final LiveStory story = new LiveStory("reading the workload");

  @Test
  void itTellsWhatRunsAndWhatHasEnded() throws IOException {
    assertThat(json().path("stage").asText()).isEqualTo("reading the workload");
    assertThat(json().has("invokers")).isFalse();
    ReplayStatus.Invoker invoker =
        new ReplayStatus.Invoker(
            3, 5, 2, 512, 256, 2048, List.of(new ReplayStatus.Containers("DH", 2)));
    EpisodeRunner runner =
        story.watching(
            (policy, workload, repetition, replay) -> {
              story.begins(() -> new ReplayStatus("M1 under " + policy, 9, 7, 4, List.of(invoker)));
              return new EpisodeResult(
                  List.of(
                      new Completion(0, 3, 0, 4, 1, true), new Completion(0, 3, 0, 2, 0, false)));
            });
    runner.run("hashing", "M1", 0, 1);
    JsonNode during = json();
    assertThat(during.path("stage").asText()).isEqualTo("M1 under hashing");
    assertThat(during.path("submitted").asInt()).isEqualTo(7);
    assertThat(during.path("invokers").path(0).path("queued").asInt()).isEqualTo(2);
    assertThat(during.path("invokers").path(0).path("containers").toString())
        .isEqualTo("[{\"name\":\"DH\",\"count\":2}]");
    assertThat(during.path("arms").path(0).path("policy").asText()).isEqualTo("hashing (A/A)");
    assertThat(during.path("arms").path(0).path("mean").asDouble()).isEqualTo(3);
    assertThat(during.path("arms").path(0).path("cold").asInt()).isEqualTo(1);
    story.stage("between two episodes");
    assertThat(json().has("invokers")).isFalse();
    assertThat(json().path("arms")).hasSize(1);
  }

  @Test
  void aPortThatCannotBeIsOneLine() {
    StringWriter err = new StringWriter();
    int code =
        Commands.run(
            Main.commands(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "demo",
            "--web",
            "70000");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("faasrank: --web: expected a port from 0 to 65535, found 70000");
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(story.json());
  }
}
