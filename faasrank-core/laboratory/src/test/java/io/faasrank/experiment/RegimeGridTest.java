package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.Regime.Start;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Guards against a grid with missing or doubled cells, a load that is not the one named, draws that
 * differ where they should be the same or are the same where they should differ, and seed spaces
 * that overlap.
 */
final class RegimeGridTest {

  private static final Config CONFIG = ConfigFactory.load();
  private static final List<String> PAPER = List.of("paper");
  private static final long SEED = SeedSpace.DEVELOPMENT.seed(1);

  @Test
  void theStandardGridHasEachCellOnce() {
    List<Regime> grid =
        RegimeGrid.of(
            CONFIG,
            RegimeGrid.KINDS,
            RegimeGrid.LOADS,
            RegimeGrid.CLUSTERS,
            PAPER,
            List.of(Start.values()));
    assertThat(grid).hasSize(5 * 4 * 3 * 3);
    assertThat(grid.stream().map(Regime::name)).doesNotHaveDuplicates();
  }

  @Test
  void arrivalsDemandTheCoresThatTheLoadSays() {
    for (String cluster : RegimeGrid.CLUSTERS) {
      Regime regime = one("short", 0.5, cluster, Start.WARM);
      Workload workload = regime.workload(SEED);
      double coreSeconds = 0;
      for (Arrival arrival : workload.arrivals()) {
        var function = workload.functions().get(arrival.function());
        coreSeconds +=
            function.warmSeconds()
                * arrival.durationFactor()
                * function.memoryMb()
                * regime.settings().coresPerMb();
      }
      double seconds = workload.arrivals().get(workload.arrivals().size() - 1).seconds();
      double cores = regime.cluster().stream().mapToDouble(invoker -> invoker.cores()).sum();
      assertThat(coreSeconds / seconds / cores).as(cluster).isBetween(0.45, 0.55);
    }
  }

  @Test
  void aWarmBeginningIsFollowedByAsManyThatCount() {
    assertThat(one("mixed", 0.5, "S", Start.COLD).workload(SEED).arrivals())
        .hasSize(Regime.COUNTED);
    Regime warm = one("mixed", 0.5, "S", Start.WARM);
    assertThat(warm.workload(SEED).arrivals()).hasSize(warm.uncounted() + Regime.COUNTED);
    assertThat(warm.workload(SEED).arrivals())
        .startsWith(
            one("mixed", 0.5, "S", Start.KNOWN).workload(SEED).arrivals().toArray(Arrival[]::new));
  }

  @Test
  void aSeedDrawsTheSameFunctionsForEachRegimeOfTheKind() {
    Workload small = one("many", 0.2, "S", Start.COLD).workload(SEED);
    assertThat(one("many", 1.2, "B", Start.WARM).workload(SEED).functions())
        .isEqualTo(small.functions());
    assertThat(one("many", 0.2, "S", Start.COLD).workload(SEED)).isEqualTo(small);
    assertThat(one("many", 0.2, "S", Start.COLD).workload(SeedSpace.REPORT.seed(1)).functions())
        .isNotEqualTo(small.functions());
  }

  @Test
  void randomRegimesStayInTheirRanges() {
    List<Regime> random = RegimeGrid.random(CONFIG, 200, PAPER, List.of(Start.values()), SEED);
    assertThat(random).hasSize(200);
    assertThat(random)
        .allSatisfy(
            regime -> {
              assertThat(regime.cluster()).hasSizeBetween(2, 50);
              assertThat(regime.load()).isBetween(0.1, 1.25);
              assertThat(regime.cluster())
                  .allSatisfy(
                      invoker -> {
                        assertThat(invoker.cores()).isBetween(4.0, 64.0);
                        assertThat(invoker.memoryMb()).isGreaterThanOrEqualTo(1024);
                      });
            });
    assertThat(random.stream().filter(regime -> regime.clusterName().contains(",")).count())
        .isBetween(70L, 130L);
    assertThat(RegimeGrid.random(CONFIG, 3, PAPER, List.of(Start.values()), SEED))
        .isEqualTo(random.subList(0, 3));
  }

  /** Or all random regimes of a repetition would try the same functions. */
  @Test
  void randomRegimesHavePopulationsOfTheirOwn() {
    List<Regime> random = RegimeGrid.random(CONFIG, 20, PAPER, List.of(Start.COLD), SEED);
    assertThat(random.stream().map(r -> r.workload(r.seed(SEED, 0)).functions()))
        .doesNotHaveDuplicates();
    Regime first = random.get(0);
    assertThat(first.workload(first.seed(SEED, 1)).functions())
        .isNotEqualTo(first.workload(first.seed(SEED, 0)).functions());
    assertThat(one("many", 0.2, "S", Start.COLD).seed(SEED, 1))
        .isEqualTo(one("many", 0.5, "H", Start.KNOWN).seed(SEED, 1));
  }

  @Test
  void seedSpacesAreDisjoint() {
    Set<Long> seeds = new HashSet<>();
    for (SeedSpace space : SeedSpace.values()) {
      for (long number : new long[] {0, 1, 2, (1L << 48) - 1}) {
        assertThat(seeds.add(space.seed(number))).isTrue();
        assertThat(space.seed(number)).isGreaterThanOrEqualTo(1L << 48);
      }
    }
    for (long wrong : new long[] {-1, 1L << 48, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> SeedSpace.REPORT.seed(wrong))
          .hasMessage("expected 0 or more and below 2^48, found " + wrong);
    }
  }

  private static Regime one(String kind, double load, String cluster, Start start) {
    return RegimeGrid.of(
            CONFIG, List.of(kind), List.of(load), List.of(cluster), PAPER, List.of(start))
        .get(0);
  }
}
