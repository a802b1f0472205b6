package io.faasrank.testbed.learn;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A controller's share of the invokers' memory, as OpenWhisk's semaphores hand it out. An invoker
 * has memory / controllers, but no less than {@link #LEAST_MB}; another number of controllers makes
 * all shares anew, and what was taken before is then given back to the new ones. Activations of an
 * action that share containers take memory with the first of a container and give it back with its
 * last.
 */
final class ReplayedMemory {

  /** OpenWhisk's smallest memory limit, below which it lets no share fall; its default. */
  private static final int LEAST_MB = 128;

  private final List<ReplayedShare> shares = new ArrayList<>();
  private int controllers = 1;

  /** The invokers of the pool have a share from now on, if they had none. */
  void seen(Pool pool) {
    for (int position = 0; position < pool.size(); position++) {
      int invoker = pool.invoker(position);
      while (shares.size() <= invoker) {
        shares.add(new ReplayedShare());
      }
      ReplayedShare share = shares.get(invoker);
      if (share.memoryMb == 0) {
        share.memoryMb = pool.memoryMb(position);
        share.begin(controllers);
      }
    }
  }

  void controllers(int count) {
    controllers = count;
    shares.forEach(share -> share.begin(count));
  }

  /** Takes what a placed activation took. */
  void take(int invoker, ActionBook action, int maxConcurrent) {
    share(invoker).acquire(action, maxConcurrent);
  }

  /** Gives it back. */
  void release(int invoker, ActionBook action, int maxConcurrent) {
    share(invoker).release(action, maxConcurrent);
  }

  private ReplayedShare share(int invoker) {
    while (shares.size() <= invoker) {
      shares.add(new ReplayedShare());
    }
    return shares.get(invoker);
  }

  /**
   * What a decision sees of it. A replayed decision takes nothing: what was taken is in the log.
   */
  MemorySlots view() {
    return new MemorySlots() {
      @Override
      public int availableMb(int invoker) {
        return invoker < shares.size() ? shares.get(invoker).freeMb : 0;
      }

      @Override
      public boolean tryAcquire(int invoker) {
        throw new IllegalStateException("a replayed decision takes no memory");
      }

      @Override
      public void forceAcquire(int invoker) {
        throw new IllegalStateException("a replayed decision takes no memory");
      }

      @Override
      public void release(int invoker) {
        throw new IllegalStateException("a replayed decision takes no memory");
      }
    };
  }

  private static final class ReplayedShare {

    private final Map<ActionBook, Integer> places = new HashMap<>();
    private int memoryMb;
    private int freeMb;

    void begin(int controllers) {
      freeMb = memoryMb == 0 ? 0 : Math.max(LEAST_MB, memoryMb / controllers);
      places.clear();
    }

    void acquire(ActionBook action, int maxConcurrent) {
      int free = maxConcurrent == 1 ? 0 : places.getOrDefault(action, 0);
      if (free == 0) {
        freeMb -= action.action().memoryMb();
      }
      if (maxConcurrent > 1) {
        places.put(action, (free == 0 ? maxConcurrent : free) - 1);
      }
    }

    void release(ActionBook action, int maxConcurrent) {
      int free = maxConcurrent == 1 ? 1 : places.getOrDefault(action, 0) + 1;
      if (maxConcurrent > 1) {
        places.put(action, free % maxConcurrent);
      }
      if (free == maxConcurrent) {
        freeMb += action.action().memoryMb();
      }
    }
  }
}
