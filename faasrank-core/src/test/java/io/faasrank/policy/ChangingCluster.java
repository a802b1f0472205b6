package io.faasrank.policy;

import io.faasrank.cluster.FakeCluster;
import io.faasrank.cluster.InvokerChanges;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A {@link FakeCluster} that knows which invokers have changed, since only a test changes them. */
final class ChangingCluster extends FakeCluster implements InvokerChanges {

  private Object layout = new Object();
  private int[] numbers = new int[0];
  private boolean telling = true;

  ChangingCluster() {
    super(1, 2048, 8);
  }

  /** Replaces all invokers by so many of random state. */
  void replaceAll(SplittableRandom random, int size) {
    do {
      randomize(random, size);
    } while (size() < size / 2);
    layout = new Object();
    numbers = new int[size()];
    for (int i = 0; i < size(); i++) {
      numbers[i] = random.nextInt();
    }
  }

  /** Changes something of some invokers. */
  void changeSome(SplittableRandom random) {
    for (int k = random.nextInt(20); k > 0; k--) {
      int i = random.nextInt(size());
      setFreeMemoryMb(i, random.nextInt(memoryMb(i) + 1) - random.nextInt(2) * 256);
      setInflight(i, random.nextInt(40));
      setQueued(i, random.nextInt(5));
      setIdleMemoryMb(i, random.nextInt(1024));
      setWorkMbSeconds(i, random.nextInt(100_000));
      setCores(i, 1 + random.nextInt(64));
      resources(i)[random.nextInt(resources(i).length)] =
          random.nextInt(3) == 0 ? Float.NaN : random.nextInt(10_000);
      numbers[i]++;
    }
  }

  @Override
  public @Nullable InvokerChanges changes() {
    return telling ? this : null;
  }

  /** Whether it tells what has changed, as not all views do. */
  void telling(boolean changes) {
    telling = changes;
  }

  @Override
  public Object layout() {
    return layout;
  }

  @Override
  public int[] numbers() {
    return Arrays.copyOf(numbers, numbers.length + 3);
  }
}
