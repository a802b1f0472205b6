package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every registered policy must keep to, whatever its rule. Guards against a policy that sends
 * work to an invoker that is down or full, that fails on a cluster of one, of none or of changing
 * size, that cannot be repeated under a seed, or that allocates while deciding. A new policy is
 * covered by being registered.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.faasrank.policy.Policies#names")
final class PolicyContractTest {

  private static final int RANDOM_VIEWS = 1000;

  private final String name;
  private final Policy policy;

  PolicyContractTest(String name) {
    this.name = name;
    this.policy = fresh();
  }

  @Test
  void keepsToUsableInvokersAndToMemoryOnRandomViews() {
    SplittableRandom views = new SplittableRandom(20_210);
    SplittableRandom random = new SplittableRandom(7);
    OracleCluster view = new OracleCluster(1);
    Decision decision = new Decision();
    for (int i = 0; i < RANDOM_VIEWS; i++) {
      view.randomize(views, 40);
      Action action = randomAction(views);

      int chosen = policy.decide(view, action, decision, random);

      assertThat(chosen).as("view %d", i).isIn(allowed(view, action));
      assertThat(chosen).isEqualTo(decision.chosen());
      for (int c = 0; c < decision.count(); c++) {
        assertThat(decision.scores()[c]).as("view %d, score %d", i, c).isFinite();
      }
    }
  }

  @Test
  void repeatsUnderTheSameSeed() {
    assertThat(choices(fresh(), 99)).isEqualTo(choices(policy, 99)).hasSize(RANDOM_VIEWS);
  }

  @Test
  void sharesNoStateWithAnotherOfItsName() {
    List<Integer> alone = choices(policy, 5);
    Policy used = fresh();
    Policy unused = fresh();
    choices(used, 6);
    assertThat(choices(unused, 5)).isEqualTo(alone);
  }

  @Test
  void choosesTheOnlyInvoker() {
    OracleCluster view = new OracleCluster(1);
    assertThat(Decisions.decide(policy, view)).isZero();
    view.setFreeMemoryMb(0, -512);
    assertThat(Decisions.decide(policy, view)).isZero();
  }

  @Test
  void choosesNoneWhenNoneIsUsable() {
    OracleCluster view = new OracleCluster(3);
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(1);
    assertThat(policy.decide(view, Decisions.ACTION, decision, random)).isNotEqualTo(Decision.NONE);
    for (int i = 0; i < 3; i++) {
      view.setUsable(i, false);
    }
    assertThat(policy.decide(view, Decisions.ACTION, decision, random)).isEqualTo(Decision.NONE);
    assertThat(decision.chosenIndex()).isEqualTo(Decision.NONE);
    view.resize(0, 2048, 8);
    assertThat(policy.decide(view, Decisions.ACTION, decision, random)).isEqualTo(Decision.NONE);
  }

  @Test
  void findsTheOneUsableInvokerAmongMany() {
    OracleCluster view = new OracleCluster(100);
    for (int only = 0; only < 100; only += 11) {
      for (int i = 0; i < 100; i++) {
        view.setUsable(i, i == only);
      }
      assertThat(Decisions.decide(policy, view)).isEqualTo(only);
      view.setFreeMemoryMb(only, 0);
      assertThat(Decisions.decide(policy, view)).isEqualTo(only);
    }
  }

  @Test
  void followsAClusterThatGrowsAndShrinksWithTheSameDecision() {
    OracleCluster view = new OracleCluster(1);
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(3);
    for (int size : new int[] {1, 16, 17, 500, 2, 33, 1, 1000, 7}) {
      view.resize(size, 2048, 8);
      for (int i = 0; i < 20; i++) {
        assertThat(policy.decide(view, Decisions.ACTION, decision, random)).isBetween(0, size - 1);
        assertThat(decision.count()).isEqualTo(size);
      }
    }
  }

  @Test
  void allocatesNothingWhileDeciding() {
    OracleCluster view = new OracleCluster(50);
    for (int i = 0; i < 50; i++) {
      view.setInflight(i, i % 7);
      view.setFreeMemoryMb(i, 256 * (i % 5));
    }
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(8);
    decideOften(view, decision, random);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    decideOften(view, decision, random);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4096);
  }

  @Test
  void servesSeveralThreadsWithClustersOfDifferentSize() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tasks =
          IntStream.of(3, 10, 16, 29).<Callable<Void>>mapToObj(size -> () -> busy(size)).toList();
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void busy(int size) {
    OracleCluster view = new OracleCluster(size);
    view.setUsable(0, false);
    view.setFreeMemoryMb(1, 0);
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(size);
    for (int i = 0; i < 2000; i++) {
      int chosen = policy.decide(view, Decisions.ACTION, decision, random);
      assertThat(chosen).isBetween(2, size - 1);
    }
    return null;
  }

  private void decideOften(ClusterView view, Decision decision, SplittableRandom random) {
    for (int i = 0; i < 10_000; i++) {
      policy.decide(view, Decisions.ACTION, decision, random);
    }
  }

  private static List<Integer> choices(Policy policy, long seed) {
    SplittableRandom views = new SplittableRandom(seed);
    SplittableRandom random = new SplittableRandom(seed + 1);
    OracleCluster view = new OracleCluster(1);
    Decision decision = new Decision();
    List<Integer> choices = new ArrayList<>();
    for (int i = 0; i < RANDOM_VIEWS; i++) {
      view.randomize(views, 40);
      choices.add(policy.decide(view, randomAction(views), decision, random));
    }
    return choices;
  }

  private static List<Integer> allowed(ClusterView view, Action action) {
    List<Integer> usable =
        IntStream.range(0, view.size())
            .filter(i -> view.usable(i) && view.memoryMb(i) >= action.memoryMb())
            .boxed()
            .toList();
    List<Integer> withMemory =
        usable.stream().filter(i -> view.freeMemoryMb(i) >= action.memoryMb()).toList();
    if (usable.isEmpty()) {
      return List.of(Decision.NONE);
    }
    return withMemory.isEmpty() ? usable : withMemory;
  }

  private static Action randomAction(RandomGenerator random) {
    int id = random.nextInt(32);
    return new Action(id, "guest", "guest/action" + id, 128 << random.nextInt(4));
  }

  private Policy fresh() {
    return Decisions.create(name);
  }
}
