package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * Guards that OpenWhisk's own scheduler has the platform that the policies have, each part by a
 * case worked out by hand on one invoker of 4 cores and 1,024 MB. Its queue is checked at 0, 0.1,
 * 0.2, ... s; while no duration is known, it asks for as many containers as activations have waited
 * for 0.1 s, less those it has asked for.
 */
final class PullingPlatformTest {

  /** Warm 1 s, initialisation 0.5 s, creation 0.5 s. */
  private static final FunctionProfile F = new FunctionProfile("F", 256, 2.0, 1.0, 0.5);

  @Test
  void capsHoldAlsoOnAnIdleInvoker() {
    // A quarter of the memory gets a quarter of 2 cores: half a core for what could use 2.
    FunctionProfile two = F.with().cores(2).build();
    assertThat(times("user-cpus = 2", two, 0, 10)).containsExactly(5.0, 4.0);
  }

  @Test
  void timeOffTheCpuIsNotSlowedAndOwnCoresDecideContention() {
    // The second container is asked for at 0.2. Created at 0.8 and 1.2, initialised at 1.8 and 2.2,
    // the first quarter of a second run at 2.3 and 2.5, off the cores until 2.8 and 3.0.
    FunctionProfile half = F.with().cores(4).offCpuShare(0.5).build();
    assertThat(times("", half, 0, 0.01)).containsExactly(3.1, 3.29);
  }

  @Test
  void imageIsPulledAtItsFirstUse() {
    FunctionProfile one = F.with().cores(0.1).build();
    assertThat(times("pull-seconds = 20", one, 0, 5, 30)).containsExactly(22.0, 17.0, 1.0);
  }

  @Test
  void creationsQueueForTheDisk() {
    // Asked for at 0 and 0.2; the first has 0.3 s of work left then and gets half the pace: 0.8.
    // The second has 0.2 s left and the disk alone: 1.0.
    FunctionProfile one = F.with().cores(1).build();
    assertThat(times("creation-slots = 1", one, 0, 0.01)).containsExactly(2.3, 2.49);
  }

  @Test
  void prewarmedContainersSaveTheirCreationAndAreNoPartOfTheMemory() {
    // One is taken at 0 and the other at 0.2; the third and fourth are created then. Were they part
    // of the memory, only two containers would fit beside them.
    FunctionProfile node = F.with().cores(0.1).kind("nodejs").build();
    String two = "prewarmed = 2, prewarmed-memory-mb = 256, prewarmed-kind = nodejs";
    assertThat(times(two, node, 0, 0.01, 0.02, 0.03)).containsExactly(1.5, 1.69, 2.18, 2.17);
  }

  @Test
  void removalDelaysTheCreationThatNeedsTheRoom() {
    FunctionProfile big = F.with().name("big").cores(1).memoryMb(1024).build();
    Workload workload =
        Fixtures.workload(
            List.of(F.with().cores(1).build(), big), new Arrival(0, 0, 1), new Arrival(20, 1, 1));
    List<Completion> done =
        new Simulator(settings("removal-seconds = 0.4"), List.of(new InvokerSettings(4, 1024)))
            .runPulling(workload, 1)
            .completions();
    assertThat(rounded(done.get(1).completionTime())).isEqualTo(2.4);
  }

  @Test
  void runEndsAtItsTimeLimitAndTakesItsContainerWithIt() {
    // The container would wait for work until 71, but what comes at 65 has to have its own.
    FunctionProfile slow = F.with().cores(1).warmSeconds(90).build();
    List<Completion> done = run("time-limit-seconds = 60", slow, 0, 65);
    assertThat(done).extracting(Completion::ending).containsOnly(Ending.TIMED_OUT);
    assertThat(done).extracting(Completion::cold).containsExactly(true, true);
    assertThat(done).extracting(each -> rounded(each.completionTime())).containsExactly(61.0, 61.1);
  }

  @Test
  void theSameFailAsUnderAPolicyAndTakeTheirContainersWithThem() {
    double[] at = new double[100];
    for (int i = 0; i < at.length; i++) {
      at[i] = 10 * i;
    }
    FunctionProfile one = F.with().cores(1).build();
    List<Completion> done = run("failure-share = 0.25", one, at);
    List<Completion> policy =
        new Simulator(settings("failure-share = 0.25"), List.of(new InvokerSettings(4, 1024)))
            .run(workload(one, at), Fixtures.FIRST, 1)
            .completions();

    assertThat(done.stream().map(Completion::ending).toList())
        .contains(Ending.FAILED)
        .isEqualTo(policy.stream().map(Completion::ending).toList());
    for (int i = 1; i < at.length; i++) {
      assertThat(done.get(i).cold()).isEqualTo(done.get(i - 1).ending() == Ending.FAILED);
    }
  }

  /**
   * The container of the first is ready at 5 and serves three at once, so that the two that were
   * asked for at 0.2 get nothing: they are removed, and of those at 20 and 21 one finds a paused
   * container.
   */
  @Test
  void aContainerThatNeverHadWorkIsRemovedAndNotPaused() {
    FunctionProfile slow = new FunctionProfile("slow", 256, 5.01, 0.01, 0);
    Workload workload =
        Fixtures.workload(
            List.of(slow),
            new Arrival(0, 0, 1),
            new Arrival(0.01, 0, 1),
            new Arrival(0.02, 0, 1),
            new Arrival(20, 0, 1000),
            new Arrival(21, 0, 1));
    assertThat(
            new Simulator(settings(""), List.of(new InvokerSettings(4, 1024)))
                .runPulling(workload, 1).completions().stream().map(Completion::cold))
        .containsExactly(true, false, false, false, true);
  }

  /** The second container is asked for at 20, when the first is given up, and ready at 45. */
  @Test
  void aCreationOfMoreThanTwentySecondsCountsNoMoreButServes() {
    FunctionProfile slow = new FunctionProfile("slow", 256, 55, 30, 0).with().cores(1).build();
    assertThat(times("", slow, 0, 30)).containsExactly(55.0, 45.0);
  }

  /** Everything at once, more than fits: all complete, and the same seed gives the same. */
  @Test
  void everythingCompletesWhateverThePlatform() {
    SimulationSettings harsh =
        settings(
            "creation-slots = 1, creation-commands = 3, removal-seconds = 0.3, user-cpus = 3,"
                + " prewarmed = 1, prewarmed-kind = \"python:3\", pull-seconds = 25,"
                + " time-limit-seconds = 4, failure-share = 0.1, unpause-seconds = 0.2,"
                + " pause-grace-seconds = 1, keep-alive-seconds = 5");
    List<FunctionProfile> functions = new ArrayList<>();
    for (int f = 0; f < 8; f++) {
      functions.add(
          new FunctionProfile("f" + f, 128 << (f % 3), 1.5 + f, 0.5 + f, 0.5)
              .with()
              .offCpuShare(f % 2 * 0.5)
              .concurrency(1 + f % 4)
              .build());
    }
    Arrival[] arrivals = new Arrival[500];
    for (int i = 0; i < arrivals.length; i++) {
      arrivals[i] = new Arrival(i * 0.2, i * 7 % 8, 1);
    }
    Workload workload = Fixtures.workload(functions, arrivals);
    Simulator simulator = new Simulator(harsh, InvokerSettings.paperCluster(2));
    EpisodeResult first = simulator.runPulling(workload, 5);
    assertThat(first.completions()).hasSize(500).doesNotContainNull();
    assertThat(first.completions())
        .extracting(Completion::ending)
        .contains(Ending.COMPLETED, Ending.FAILED, Ending.TIMED_OUT);
    assertThat(simulator.runPulling(workload, 5)).isEqualTo(first);
  }

  private static List<Double> times(String platform, FunctionProfile function, double... at) {
    return run(platform, function, at).stream()
        .map(done -> rounded(done.completionTime()))
        .toList();
  }

  private static double rounded(double seconds) {
    return Math.rint(seconds * 1e9) / 1e9;
  }

  private static List<Completion> run(String platform, FunctionProfile function, double... at) {
    return new Simulator(settings(platform), List.of(new InvokerSettings(4, 1024)))
        .runPulling(workload(function, at), 1)
        .completions();
  }

  private static Workload workload(FunctionProfile function, double... at) {
    return Fixtures.workload(
        List.of(function),
        DoubleStream.of(at).mapToObj(each -> new Arrival(each, 0, 1)).toArray(Arrival[]::new));
  }

  private static SimulationSettings settings(String platform) {
    Config config =
        ConfigFactory.parseString(
                "faasrank.simulation { contention-exponent = 1, " + platform + " }")
            .withFallback(ConfigFactory.load());
    return SimulationSettings.from(config, "paper");
  }
}
