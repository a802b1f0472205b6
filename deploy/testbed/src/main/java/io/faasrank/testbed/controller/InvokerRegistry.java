package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.testbed.wire.Ping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invokers that ever pinged, their health and their memory. A number below the highest that
 * never pinged is there too, offline, as in OpenWhisk. Thread-safe; the pool is read without a
 * lock.
 *
 * <p>An invoker that comes back with another size keeps the one that it first had.
 */
final class InvokerRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(InvokerRegistry.class);

  /**
   * @param memory this controller's share of its memory
   * @param met whether it ever pinged
   */
  private record RegisteredInvoker(
      HealthWatch watch, int userMemoryMb, InvokerMemory memory, boolean met) {}

  private final ControllerSettings settings;
  private final LongSupplier nanoClock;
  private final IntConsumer grown;
  private final List<RegisteredInvoker> members = new ArrayList<>();
  private volatile Pool pool = new Pool(false, 0, new boolean[0], new int[0]);
  private volatile InvokerMemory[] memory = new InvokerMemory[0];

  /**
   * @param grown hears the number of invokers whenever it has grown
   */
  InvokerRegistry(ControllerSettings settings, LongSupplier nanoClock, IntConsumer grown) {
    this.settings = settings;
    this.nanoClock = nanoClock;
    this.grown = grown;
  }

  /** The invokers of now, as a decision sees them. */
  Pool pool() {
    return pool;
  }

  /** The memory of all invokers, for an activation that needs so much. */
  MemorySlots slots(int memoryMb) {
    InvokerMemory[] all = memory;
    return new MemorySlots() {
      @Override
      public int availableMb(int invoker) {
        return all[invoker].availableMb();
      }

      @Override
      public boolean tryAcquire(int invoker) {
        return all[invoker].tryAcquire(memoryMb);
      }

      @Override
      public void forceAcquire(int invoker) {
        all[invoker].forceAcquire(memoryMb);
      }

      @Override
      public void release(int invoker) {
        all[invoker].release(memoryMb);
      }
    };
  }

  void release(int invoker, int memoryMb) {
    memory[invoker].release(memoryMb);
  }

  synchronized void pinged(Ping ping) {
    int number = ping.invoker().instance();
    if (number >= members.size() || !members.get(number).met) {
      join(number, ping.invoker().userMemoryMb());
    }
    HealthWatch watch = members.get(number).watch;
    InvokerHealth before = watch.health();
    watch.pinged(ping.enabled(), nanoClock.getAsLong());
    changed(number, before);
  }

  private void join(int number, int memoryMb) {
    while (members.size() <= number) {
      members.add(member(0, false));
    }
    members.set(number, member(memoryMb, true));
    memory = members.stream().map(RegisteredInvoker::memory).toArray(InvokerMemory[]::new);
    publish();
    grown.accept(members.size());
  }

  private RegisteredInvoker member(int memoryMb, boolean met) {
    return new RegisteredInvoker(
        new HealthWatch(settings.offlineAfter().toNanos(), settings.testEvery().toNanos()),
        memoryMb,
        new InvokerMemory(memoryMb / settings.controllers()),
        met);
  }

  /** Notes how an activation ended there; ignores an unknown number. */
  synchronized void ended(int number, HealthWatch.Result result) {
    if (number < members.size()) {
      HealthWatch watch = members.get(number).watch;
      InvokerHealth before = watch.health();
      watch.ended(result);
      changed(number, before);
    }
  }

  /** Advances to now, and returns the numbers of the invokers to be tested. */
  synchronized List<Integer> look() {
    List<Integer> tests = new ArrayList<>();
    long now = nanoClock.getAsLong();
    for (int i = 0; i < members.size(); i++) {
      HealthWatch watch = members.get(i).watch;
      InvokerHealth before = watch.health();
      watch.look(now);
      changed(i, before);
      if (watch.takeTest(now)) {
        tests.add(i);
      }
    }
    return tests;
  }

  private void changed(int number, InvokerHealth before) {
    InvokerHealth now = members.get(number).watch.health();
    if (now != before) {
      LOG.debug("invoker{} is {}, was {}", number, now, before);
      publish();
    }
  }

  private void publish() {
    boolean[] usable = new boolean[members.size()];
    int[] memoryMb = new int[members.size()];
    for (int i = 0; i < usable.length; i++) {
      usable[i] = members.get(i).watch.health().usable();
      memoryMb[i] = members.get(i).userMemoryMb;
    }
    pool = new Pool(false, 0, usable, memoryMb);
  }

  synchronized List<InvokerState> states() {
    List<InvokerState> states = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      InvokerMemory of = members.get(i).memory;
      states.add(
          new InvokerState(
              i, members.get(i).watch.health(), of.memoryMb(), of.takenMb(), of.inflight()));
    }
    return states;
  }
}
