package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ActionReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Guards against an action that is taken for another, and against one that is gone unnoticed. */
final class ListedActionsTest {

  private static final long SECOND = 1_000_000_000L;

  private final ListedActions listed = new ListedActions();
  private final List<ActionBook> gone = new ArrayList<>();

  @Test
  void findsActionsInWhateverOrderTheyCome() {
    Random random = new Random(7);
    List<ActionReport> before = reports(60);
    take(before);
    for (int round = 0; round < 200; round++) {
      List<ActionReport> now = new ArrayList<>(reports(60));
      if (round % 2 == 0) {
        Collections.shuffle(now, random);
      }
      now = now.subList(0, random.nextInt(60));
      boolean unused = listed.begin(now, 0, SECOND, 0, 10 * SECOND);
      for (int i = 0; i < now.size(); i++) {
        int place = listed.place(i);
        if (place == ListedActions.NONE) {
          assertThat(before).doesNotContain(now.get(i));
        } else {
          assertThat(before.get(place)).isEqualTo(now.get(i));
          assertThat(listed.report(place)).isEqualTo(now.get(i));
        }
        listed.put(i, book(now.get(i).name()));
      }
      gone.clear();
      listed.end(gone::add);
      List<String> left = new ArrayList<>(before.stream().map(ActionReport::name).toList());
      left.removeAll(now.stream().map(ActionReport::name).toList());
      assertThat(gone.stream().map(each -> each.action().name())).containsExactlyElementsOf(left);
      before = now;
    }
  }

  @Test
  void takesAllAnewAtFirstNowAndThenAndWhereActionsWereForgotten() {
    List<ActionReport> actions = reports(3);
    assertThat(begin(actions, 0, 0)).isTrue();
    assertThat(begin(actions, 1, 0)).isFalse();
    assertThat(begin(actions, 2, 1)).isTrue();
    assertThat(begin(actions, 3, 1)).isFalse();
    assertThat(begin(actions, 12, 1)).isTrue();
    assertThat(begin(actions, 13, 1)).isFalse();
  }

  @Test
  void takesAllAnewAfterAReportThatWasNotTakenToItsEnd() {
    List<ActionReport> actions = reports(3);
    take(actions);
    boolean unused = listed.begin(actions, 0, SECOND, 0, 10 * SECOND);
    assertThat(listed.begin(actions, 0, SECOND, 0, 10 * SECOND)).isTrue();
  }

  private boolean begin(List<ActionReport> actions, int seconds, int trims) {
    boolean whole = listed.begin(actions, 63, seconds * SECOND, trims, 10 * SECOND);
    for (int i = 0; i < actions.size(); i++) {
      listed.put(i, book(actions.get(i).name()));
    }
    listed.end(gone::add);
    return whole;
  }

  private void take(List<ActionReport> actions) {
    boolean unused = begin(actions, 0, 0);
  }

  private static ActionBook book(String name) {
    return new ActionBook(new Action(name.hashCode() & 0xffff, "guest", name, 256), 0, 0);
  }

  private static List<ActionReport> reports(int count) {
    List<ActionReport> reports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      reports.add(new ActionReport("guest", "guest/a" + i, 256, 1, 0, 1, 400, 2, 12.5));
    }
    return reports;
  }
}
