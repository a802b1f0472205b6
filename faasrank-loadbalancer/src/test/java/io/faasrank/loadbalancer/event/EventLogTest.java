package io.faasrank.loadbalancer.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.event.LogEvent;
import io.faasrank.event.ModeSet;
import io.faasrank.event.ReportTaken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guards against events that are lost without a count, doubled, or out of their thread's order. */
class EventLogTest {

  private static final int THREADS = 4;
  private static final int EACH = 50_000;

  @Test
  void fullIsLostAndCountedAndEmptyHasRoomAgain() {
    EventLog log = new EventLog(4, true);
    List<LogEvent> events = events(7);
    events.forEach(log::add);
    assertThat(log.lost()).isEqualTo(3);
    assertThat(log.poll()).isEqualTo(events.get(0));
    log.add(events.get(6));
    assertThat(log.lost()).isEqualTo(3);
    assertThat(IntStream.range(0, 4).mapToObj(i -> log.poll()))
        .containsExactly(events.get(1), events.get(2), events.get(3), events.get(6));
    assertThat(log.poll()).isNull();
  }

  @Test
  void reportsTakeNoMoreThanTheirShareOfTheMemory() {
    EventLog log = new EventLog();
    for (int i = 0; i < 100; i++) {
      log.add(new ReportTaken(i, i, new byte[256 << 10]));
    }
    assertThat(log.lost()).isEqualTo(36);
    for (int i = 0; i < 64; i++) {
      assertThat(log.poll()).isNotNull();
    }
    log.add(new ReportTaken(0, 0, new byte[256 << 10]));
    assertThat(log.lost()).isEqualTo(36);
  }

  @Test
  void offTakesNothing() {
    EventLog.off().add(events(1).get(0));
    EventLog.off().add(new ReportTaken(0, 0, new byte[1]));
    assertThat(EventLog.off().poll()).isNull();
    assertThat(EventLog.off().lost()).isZero();
    assertThat(EventLog.off().enabled()).isFalse();
  }

  @Test
  @Timeout(60)
  void manyThreadsLoseNothingThatIsNotCounted() throws InterruptedException {
    EventLog log = new EventLog(1 << 10, true);
    AtomicInteger running = new AtomicInteger(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String name = "thread " + t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < EACH; i++) {
                  log.add(new ModeSet(i, name));
                }
                running.decrementAndGet();
              }));
    }
    threads.forEach(Thread::start);
    long[] last = new long[THREADS];
    Arrays.fill(last, -1);
    long read = 0;
    boolean over = false;
    while (!over) {
      over = running.get() == 0;
      for (LogEvent event = log.poll(); event != null; event = log.poll()) {
        ModeSet mode = (ModeSet) event;
        int thread = mode.mode().charAt("thread ".length()) - '0';
        assertThat(mode.nanos()).isGreaterThan(last[thread]);
        last[thread] = mode.nanos();
        read++;
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(read + log.lost()).isEqualTo((long) THREADS * EACH);
    assertThat(read).isPositive();
  }

  private static List<LogEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> (LogEvent) new ModeSet(i, "hashing")).toList();
  }
}
