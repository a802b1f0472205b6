package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against activations that overtake their own, starve, or are sent twice or never. */
final class WaitingLineTest {

  private static final Action QUICK = new Action(0, "guest", "guest/quick", 256);
  private static final Action SLOW = new Action(1, "guest", "guest/slow", 256);
  private static final Action LARGE = new Action(2, "guest", "guest/large", 1024);

  private int running;

  private final FakeCluster view =
      new FakeCluster(2, 2048, 8) {
        @Override
        public int inflight(int position, Action action) {
          return position == 0 ? running : 0;
        }
      };

  private final WaitingLine<String> line = new WaitingLine<>(LateBinding.DEFAULT);
  private final List<String> sent = new ArrayList<>();

  WaitingLineTest() {
    view.setRunSeconds(QUICK, 0.1f);
    view.setRunSeconds(SLOW, 10);
    view.setRunSeconds(LARGE, 1);
    freeMb(0);
  }

  @Test
  void sendsTheMostUrgentFirstAndEachActionInItsOrder() {
    line.add(SLOW, "slow 1", 0);
    line.add(SLOW, "slow 2", 0);
    line.add(QUICK, "quick 1", 1);
    line.add(QUICK, "quick 2", 1.5);
    send(2);
    assertThat(sent).isEmpty();
    assertThat(line.size()).isEqualTo(4);
    assertThat(line.size(SLOW)).isEqualTo(2);
    freeMb(2048);
    send(2);
    assertThat(sent).containsExactly("quick 1", "quick 2", "slow 1", "slow 2");
    assertThat(line.size()).isZero();
  }

  @Test
  void aLongWaitOutweighsAShortRun() {
    line.add(SLOW, "slow", 0);
    line.add(QUICK, "quick", 200);
    freeMb(2048);
    send(201);
    assertThat(sent).containsExactly("slow", "quick");
  }

  @Test
  void looksOnlyAtTheInvokerWhereSomethingEnded() {
    line.add(QUICK, "quick", 0);
    view.setFreeMemoryMb(1, 2048);
    line.send(view, 0, 1, this::take);
    assertThat(sent).isEmpty();
    line.send(view, 1, 1, this::take);
    assertThat(sent).containsExactly("quick");
  }

  @Test
  void whatIsRefusedWaitsOnAndLetsOthersPass() {
    line.add(QUICK, "quick", 0);
    line.add(SLOW, "slow", 0);
    freeMb(2048);
    line.send(
        view, WaitingLine.ANY, 1, (each, waiting, forced) -> each.equals("slow") && sent.add(each));
    assertThat(sent).containsExactly("slow");
    assertThat(line.size(QUICK)).isEqualTo(1);
    send(2);
    assertThat(sent).containsExactly("slow", "quick");
  }

  @Test
  void someRefusalsEndARound() {
    for (int i = 0; i < 10; i++) {
      line.add(new Action(10 + i, "guest", "guest/" + i, 256), "wait " + i, 0);
    }
    freeMb(2048);
    List<String> asked = new ArrayList<>();
    line.send(view, WaitingLine.ANY, 1, (each, waiting, forced) -> !asked.add(each));
    assertThat(asked).hasSize(WaitingLine.MOST_REFUSALS).doesNotHaveDuplicates();
    send(2);
    assertThat(sent).hasSize(10);
  }

  @Test
  void whatNeverFitsIsForcedInTheEnd() {
    view.setFreeMemoryMb(0, 256);
    line.add(LARGE, "large", 0);
    List<Boolean> forcings = new ArrayList<>();
    int passed = 0;
    while (!sent.contains("large") && passed < 1000) {
      line.add(QUICK, "quick " + passed, 999);
      line.send(
          view,
          WaitingLine.ANY,
          1000,
          (each, waiting, forced) -> {
            forcings.add(forced);
            return sent.add(each);
          });
      passed++;
    }
    assertThat(sent.indexOf("large")).isEqualTo(WaitingLine.PASSES);
    assertThat(forcings.indexOf(true)).isEqualTo(WaitingLine.PASSES);
  }

  @Test
  void withoutItsShareAControllerSendsWhateverTheRule() {
    line.add(SLOW, "slow", 0);
    line.add(QUICK, "quick 1", 0);
    line.add(QUICK, "quick 2", 0);
    line.send(
        view,
        0,
        1,
        new WaitingLine.Sender<>() {
          @Override
          public boolean send(String activation, int waiting, boolean forced) {
            return forced && sent.add(activation);
          }

          @Override
          public boolean mustSend() {
            return sent.size() < 2;
          }
        });
    assertThat(sent).containsExactly("quick 1", "quick 2");
    assertThat(line.size()).isEqualTo(1);
  }

  @Test
  void doesNotWaitForItsOwnContainersWhenTheyStandStill() {
    view.setInitSeconds(QUICK, 1.9f);
    running = 1;
    freeMb(2048);
    line.add(QUICK, "first", 0);
    line.add(QUICK, "second", 0);
    send(9.9);
    assertThat(sent).isEmpty();
    send(10.1);
    assertThat(sent).as("5 times 2 s, and anew for the next").containsExactly("first");
    send(20);
    assertThat(sent).hasSize(1);
    send(20.2);
    assertThat(sent).hasSize(2);
  }

  @Test
  void saysHowManyOfTheActionWait() {
    line.add(SLOW, "1", 0);
    line.add(SLOW, "2", 0);
    line.add(SLOW, "3", 0);
    freeMb(2048);
    List<Integer> counts = new ArrayList<>();
    line.send(view, WaitingLine.ANY, 1, (each, waiting, forced) -> counts.add(waiting));
    assertThat(counts).containsExactly(3, 2, 1);
  }

  @Test
  void clearingGivesAllOfThemBack() {
    line.add(SLOW, "1", 0);
    line.add(QUICK, "2", 0);
    assertThat(line.clear()).containsExactlyInAnyOrder("1", "2");
    freeMb(2048);
    send(1);
    assertThat(sent).isEmpty();
    assertThat(line.size()).isZero();
  }

  private void send(double seconds) {
    line.send(view, WaitingLine.ANY, seconds, this::take);
  }

  private boolean take(String activation, int waiting, boolean forced) {
    return sent.add(activation);
  }

  private void freeMb(int memoryMb) {
    view.setFreeMemoryMb(0, memoryMb);
    view.setFreeMemoryMb(1, memoryMb);
  }
}
