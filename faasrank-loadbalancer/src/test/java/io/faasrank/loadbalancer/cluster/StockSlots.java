package io.faasrank.loadbalancer.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory that OpenWhisk's ShardingContainerPoolBalancer hands out, with what its state does
 * when the cluster changes: new invokers get slots and old ones keep theirs, with the memory that
 * their number first had; another number of controllers throws all slots away and makes new ones of
 * the memory of now. Whatever is released later, is released where the slots are then.
 */
final class StockSlots {

  private final List<Integer> memoryMb = new ArrayList<>();
  private List<SemaphoreSlots> slots = new ArrayList<>();
  private int controllers = 1;

  /** The invokers of now with their memory; their numbers are their places. */
  void invokers(int... nowMb) {
    for (int i = 0; i < nowMb.length; i++) {
      if (i < memoryMb.size()) {
        memoryMb.set(i, nowMb[i]);
      } else {
        memoryMb.add(nowMb[i]);
        slots.add(new SemaphoreSlots(1, nowMb[i] / controllers));
      }
    }
  }

  /** Another number of controllers. */
  void controllers(int count) {
    controllers = count;
    slots = new ArrayList<>();
    memoryMb.forEach(mb -> slots.add(new SemaphoreSlots(1, mb / count)));
  }

  int availableMb(int invoker) {
    return slots.get(invoker).availableMb(0);
  }

  void release(int invoker, ActionBook action, int maxConcurrent) {
    slots.get(invoker).release(0, action, maxConcurrent);
  }

  /** The slots as an activation sees them, those of this moment. */
  MemorySlots of(ActionBook action, int maxConcurrent) {
    List<MemorySlots> all = new ArrayList<>();
    slots.forEach(each -> all.add(each.of(action, maxConcurrent)));
    return new MemorySlots() {
      @Override
      public int availableMb(int invoker) {
        return invoker < all.size() ? all.get(invoker).availableMb(0) : 0;
      }

      @Override
      public boolean tryAcquire(int invoker) {
        return invoker < all.size() && all.get(invoker).tryAcquire(0);
      }

      @Override
      public void forceAcquire(int invoker) {
        all.get(invoker).forceAcquire(0);
      }

      @Override
      public void release(int invoker) {
        all.get(invoker).release(0);
      }
    };
  }
}
