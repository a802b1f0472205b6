package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards what a function is beyond its memory and a cluster beyond its cores, each by a case worked
 * out by hand on one invoker of 4 cores and 1,024 MB without contention beyond fair sharing.
 */
final class PlatformTest {

  private static final InvokerSettings INVOKER = new InvokerSettings(4, 1024);

  /** Warm 1 s, initialisation 0.5 s, creation 0.5 s. */
  private static final FunctionProfile F = new FunctionProfile("F", 256, 2.0, 1.0, 0.5);

  @Test
  void ownCoresDecideContention() {
    // Two at a time that demand 4 cores each share 4: everything takes twice as long.
    FunctionProfile four = F.with().cores(4).build();
    assertThat(times("", four, 0, 0)).containsExactly(4.0, 4.0);
    assertThat(times("", F.with().cores(2).build(), 0, 0)).containsExactly(2.0, 2.0);
  }

  @Test
  void timeOffTheCpuIsNotSlowed() {
    // Creating and initialising 1 s shared by two: 2 s. Running: 0.25 s of work shared, 0.5 s off
    // the cores, 0.25 s of work shared.
    FunctionProfile half = F.with().cores(4).offCpuShare(0.5).build();
    assertThat(times("", half, 0, 0)).containsExactly(3.5, 3.5);
  }

  @Test
  void unknownCreationIsTheCalibrations() {
    FunctionProfile unknown = F.with().cores(1).createSeconds(Double.NaN).build();
    assertThat(times("unknown-creation-seconds = 7", unknown, 0)).containsExactly(8.5);
  }

  @Test
  void containerTakesSeveralAtATime() {
    // The second comes while the first initialises and needs its own; the third and fourth join.
    FunctionProfile two = F.with().cores(0.1).concurrency(2).warmSeconds(5).build();
    List<Completion> done = run("", two, 0, 0.7, 2, 2.1, 2.2);

    assertThat(done).extracting(Completion::cold).containsExactly(true, true, false, false, true);
  }

  @Test
  void capsHoldAlsoOnAnIdleInvoker() {
    // A quarter of the memory gets a quarter of 2 cores: half a core for what could use 2.
    FunctionProfile two = F.with().cores(2).build();
    assertThat(times("user-cpus = 2", two, 0, 10)).containsExactly(5.0, 4.0);
  }

  @Test
  void pausedContainerHasToBeUnpaused() {
    FunctionProfile one = F.with().cores(1).build();
    assertThat(times("unpause-seconds = 0.3, pause-grace-seconds = 10", one, 0, 5, 16.5))
        .containsExactly(2.0, 1.0, 1.3);
  }

  @Test
  void prewarmedContainerSavesItsCreation() {
    FunctionProfile node = F.with().cores(0.1).kind("nodejs").build();
    String two = "prewarmed = 2, prewarmed-memory-mb = 256, prewarmed-kind = nodejs";
    // They hold half of the memory; the third finds none, the fourth waits, one is back at 0.5.
    assertThat(times(two, node, 0, 0, 0.1)).containsExactly(1.5, 1.5, 2.4);
    assertThat(times(two, node, 0, 0, 5)).containsExactly(1.5, 1.5, 1.0);
    assertThat(times(two, F.with().cores(0.1).build(), 0)).containsExactly(2.0);
    assertThatThrownBy(() -> times(two, node.with().memoryMb(600).build(), 0))
        .hasMessage("function F needs 600 MB, but the largest invoker has 512");
  }

  @Test
  void imageIsPulledAtItsFirstUse() {
    FunctionProfile one = F.with().cores(0.1).build();
    assertThat(times("pull-seconds = 20", one, 0, 5, 30)).containsExactly(22.0, 17.0, 1.0);
  }

  @Test
  void runEndsAtItsTimeLimitAndTakesItsContainerWithIt() {
    FunctionProfile slow = F.with().cores(1).warmSeconds(90).build();
    List<Completion> done = run("time-limit-seconds = 60", slow, 0, 100);
    assertThat(done).extracting(Completion::ending).containsOnly(Ending.TIMED_OUT);
    assertThat(done).extracting(Completion::cold).containsExactly(true, true);
    assertThat(done.get(1).completionTime()).isCloseTo(61, within(1e-9));
    assertThat(times("", slow.with().timeLimitSeconds(5).build(), 0)).containsExactly(6.0);
  }

  @Test
  void timeLimitLooksAtTheClockUnderContention() {
    FunctionProfile four = F.with().cores(4).warmSeconds(10).timeLimitSeconds(12).build();
    // Both initialise in 2 s, then share: 10 s of work would take 20.
    assertThat(run("", four, 0, 0))
        .allSatisfy(done -> assertThat(done.completionSeconds()).isCloseTo(14, within(1e-9)));
    // Each alone has time enough.
    assertThat(run("", four, 0, 20)).extracting(Completion::ending).containsOnly(Ending.COMPLETED);
  }

  @Test
  void aShareFailsEarlyAndTakesItsContainerWithIt() {
    double[] at = new double[400];
    for (int i = 0; i < at.length; i++) {
      at[i] = 10 * i;
    }
    List<Completion> done = run("failure-share = 0.25", F.with().cores(1).build(), at);
    long failed = done.stream().filter(c -> c.ending() == Ending.FAILED).count();

    assertThat(failed).isBetween(75L, 125L);
    for (int i = 0; i < at.length; i++) {
      boolean fails = done.get(i).ending() == Ending.FAILED;
      double run = done.get(i).completionTime() - (done.get(i).cold() ? 1 : 0);
      assertThat(run).isBetween(0.0, fails ? 1.0 : 1.0 + 1e-9);
      if (i > 0) {
        assertThat(done.get(i).cold()).isEqualTo(done.get(i - 1).ending() == Ending.FAILED);
      }
    }
  }

  @Test
  void creationsQueueForTheDisk() {
    // One slot, two creations of 0.5 s at half pace; 3 times as slow on a slow disk.
    FunctionProfile one = F.with().cores(1).build();
    assertThat(times("creation-slots = 1", one, 0, 0)).containsExactly(2.5, 2.5);
    Simulator slow =
        new Simulator(settings("creation-slots = 1"), List.of(new InvokerSettings(4, 1024, 3)));
    assertThat(
            slow.run(Fixtures.workload(List.of(one), new Arrival(0, 0, 1)), Fixtures.FIRST, 1)
                .meanCompletionTime())
        .isCloseTo(3, within(1e-9));
  }

  @Test
  void removalDelaysTheCreationThatNeedsTheRoom() {
    FunctionProfile big = F.with().name("big").cores(1).memoryMb(1024).build();
    List<Completion> done =
        new Simulator(settings("removal-seconds = 0.4"), List.of(INVOKER))
            .run(
                Fixtures.workload(
                    List.of(F.with().cores(1).build(), big),
                    new Arrival(0, 0, 1),
                    new Arrival(0, 0, 1),
                    new Arrival(10, 1, 1)),
                Fixtures.FIRST,
                1)
            .completions();
    assertThat(done.get(2).completionTime()).isCloseTo(2.8, within(1e-9));
  }

  private static List<Double> times(String platform, FunctionProfile function, double... at) {
    return run(platform, function, at).stream()
        .map(done -> Math.rint(done.completionTime() * 1e9) / 1e9)
        .toList();
  }

  private static List<Completion> run(String platform, FunctionProfile function, double... at) {
    Arrival[] arrivals = new Arrival[at.length];
    for (int i = 0; i < at.length; i++) {
      arrivals[i] = new Arrival(at[i], 0, 1);
    }
    return new Simulator(settings(platform), List.of(INVOKER))
        .run(Fixtures.workload(List.of(function), arrivals), Fixtures.FIRST, 1)
        .completions();
  }

  private static SimulationSettings settings(String platform) {
    Config config =
        ConfigFactory.parseString(
                "faasrank.simulation { contention-exponent = 1, " + platform + " }")
            .withFallback(ConfigFactory.load());
    return SimulationSettings.from(config, "paper");
  }
}
