package io.faasrank.report.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.ContainerSamples;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.FunctionProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Guards against a map that shows a load, a mark or a container elsewhere than it was, and against
 * a page that grows with the episode or the cluster.
 */
class PlacementMapTest {

  private static final List<FunctionProfile> FUNCTIONS = BenchmarkFunctions.all().subList(0, 2);
  private static final int COLUMNS = 180;

  /** Until 180 seconds, so that a column is a second. */
  @Test
  void aRowShowsWhatItsInvokerHad() throws IOException {
    int memoryMb = FUNCTIONS.get(0).memoryMb();
    EpisodeRecord record =
        new EpisodeRecord(
            InvokerSettings.parseCluster("2x8c" + 2 * memoryMb + "m"),
            FUNCTIONS,
            List.of(
                new Completion(0, 1, 0, 10, 0, true),
                new Completion(0, 1, 0, 10, 0, false),
                new Completion(0, 1, 5, 180, 5, false)),
            Map.of(),
            List.of(
                new ContainerSamples.Sample(0, List.of(new ContainerSamples.Count(1, 0, 2))),
                new ContainerSamples.Sample(100, List.of())));
    JsonNode panel = panel(record);
    assertThat(panel.path("load").path(0)).allMatch(each -> each.asInt() == 0);
    assertThat(panel.path("load").path(1).path(0).asInt()).isEqualTo(100);
    assertThat(panel.path("load").path(1).path(7).asInt()).as("one waits").isEqualTo(150);
    assertThat(panel.path("load").path(1).path(100).asInt()).isEqualTo(50);
    assertThat(panel.path("coldStarts").toString()).isEqualTo("[[1,0,0,1]]");
    assertThat(panel.path("waits").toString()).isEqualTo("[[1,5,0,1]]");
    assertThat(panel.path("containers").toString()).isEqualTo("[[0,1,0,100,2]]");
    assertThat(panel.path("chosen")).hasSize(3);
    assertThat(panel(record.withMessages(6)).path("waits")).as("for messages").isEmpty();
    assertThat(panel(record.withMessages(0)).path("waits")).hasSize(1);
  }

  @Test
  void aLongEpisodeOnALargeClusterMakesNoLargePage() throws IOException {
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      completions.add(new Completion(i % 2, i % 1000, i, i + 30.0, i % 3, i % 5 == 0));
    }
    EpisodeRecord record =
        new EpisodeRecord(
            InvokerSettings.parseCluster("1000"), FUNCTIONS, completions, Map.of(), List.of());
    PlacementMap map = new PlacementMap(List.of(new PlacementMap.Scheduler("a", "b", record)));
    assertThat(map.json().length()).isLessThan(250_000);
    assertThat(map.rowMeans()).isEqualTo("up to 25 neighbouring invokers");
    JsonNode panel = panel(record);
    assertThat(panel.path("load")).hasSize(40).allMatch(row -> row.size() == COLUMNS);
    assertThat(panel.path("chosen").size()).isBetween(100, PlacementMap.MOST_ACTIVATIONS);
    long cold = 0;
    for (JsonNode mark : panel.path("coldStarts")) {
      cold += mark.path(3).asInt();
    }
    assertThat(cold).isEqualTo(20_000);
  }

  @Test
  void aNameCannotEndTheScript() {
    EpisodeRecord record =
        new EpisodeRecord(
            InvokerSettings.parseCluster("1"), FUNCTIONS, List.of(), Map.of(), List.of());
    PlacementMap map =
        new PlacementMap(List.of(new PlacementMap.Scheduler("</script>", "b", record)));
    assertThat(map.json()).doesNotContain("<");
  }

  private static JsonNode panel(EpisodeRecord record) throws IOException {
    PlacementMap map = new PlacementMap(List.of(new PlacementMap.Scheduler("a", "b", record)));
    return new ObjectMapper().readTree(map.json()).path("panels").path(0);
  }
}
