package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.ArgMax;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.ScoringEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against an engine that scores otherwise than the one that serves by default, that mixes up
 * the rows of threads, or that loses native memory with each decision or each model.
 */
final class TorchScoringEngineTest {

  private static final ScoringEngine DJL = ScoringEngine.named("djl");
  private static final Action ACTION = new Action(3, "guest", "guest/DH", 256);
  private static final float TOLERANCE = 1e-5f;

  @ParameterizedTest
  @MethodSource("io.faasrank.model.ShippedModel#names")
  void agreesWithJavaOnRandomViews(String name) {
    Model model = ShippedModel.open(name);
    assertThat(compare(DJL.scorer(model), model, 11, 300)).isGreaterThan(2_000);
  }

  @Test
  void servesSeveralThreads() throws Exception {
    Model model = ShippedModel.open("extended");
    Scorer shared = DJL.scorer(model);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> tasks =
          IntStream.range(0, 8)
              .<Callable<Integer>>mapToObj(seed -> () -> compare(shared, model, seed, 100))
              .toList();
      for (Future<Integer> rows : threads.invokeAll(tasks)) {
        assertThat(rows.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void losesNoNativeMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.isReadable(status), "resident memory is read from Linux's /proc");
    Policy policy = new Policy("djl", DJL.scorer(ShippedModel.open("extended")), new ArgMax());
    FakeCluster view = FakeCluster.ofSize(1_000);
    Decision decision = new Decision();
    decide(policy, view, decision, 500);
    long before = residentMb(status);
    decide(policy, view, decision, 3_000);
    // a call's rows and hidden layers take 300 KB: 900 MB if they were kept
    assertThat(residentMb(status) - before).isLessThan(200);
  }

  @Test
  void freesTheNetworkOfAScorerThatIsGone() {
    Model model = ShippedModel.open("extended");
    TorchNetwork network = new TorchNetwork(model.actor());
    assertThat(compare(new TorchScorer(model, network), model, 5, 10)).isPositive();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (network.isOpen() && System.nanoTime() < deadline) {
      System.gc();
    }
    assertThat(network.isOpen()).isFalse();
  }

  /** Decides on random views with both engines; returns how many rows were compared. */
  private static int compare(Scorer scorer, Model model, int seed, int views) {
    Policy expected = new Policy("java", ScoringEngine.JAVA.scorer(model), new ArgMax());
    Policy found = new Policy("djl", scorer, new ArgMax());
    SplittableRandom random = new SplittableRandom(seed);
    FakeCluster view = FakeCluster.ofSize(1);
    Decision a = new Decision();
    Decision b = new Decision();
    int rows = 0;
    for (int i = 0; i < views; i++) {
      view.randomize(random, 60);
      expected.decide(view, ACTION, a, random);
      found.decide(view, ACTION, b, random);
      assertThat(b.count()).isEqualTo(a.count());
      assertThat(b.encodedRows()).isEqualTo(a.encodedRows());
      for (int c = 0; c < a.count(); c++) {
        assertThat(b.scores()[c]).isCloseTo(a.scores()[c], within(TOLERANCE));
      }
      rows += a.count();
    }
    return rows;
  }

  private static void decide(Policy policy, FakeCluster view, Decision decision, int times) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < times; i++) {
      policy.decide(view, ACTION, decision, random);
    }
  }

  private static long residentMb(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
