package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards tables against lines that a terminal breaks, and against columns lost on the way. */
class TextTableTest {

  @Test
  void aWideTableGoesOnBelowWithItsFirstColumn() {
    List<String> headers = new ArrayList<>(List.of("policy"));
    List<String> row = new ArrayList<>(List.of("hashing"));
    for (int i = 1; i <= 20; i++) {
      headers.add("M" + i);
      row.add("100." + i);
    }
    List<String> lines = TextTable.of(headers, 1, List.of(row)).lines().toList();

    assertThat(lines).hasSize(6).allMatch(line -> line.length() <= TextTable.LINE);
    assertThat(lines.get(0))
        .isEqualTo(
            " policy      M1     M2     M3     M4     M5     M6     M7     M8     M9     M10");
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).startsWith(i % 2 == 0 ? " policy " : " hashing ");
    }
    assertThat(String.join(" ", lines)).contains(headers).contains(row);
  }

  @Test
  void aNarrowTableIsOnePart() {
    assertThat(TextTable.of(List.of("a", "b"), 1, List.of(List.of("x", "1"), List.of("yy", "22"))))
        .isEqualTo(" a    b\n x    1\n yy  22");
    assertThat(TextTable.of(List.of("a"), 1, List.of(List.of("x")))).isEqualTo(" a\n x");
  }

  @Test
  void aLongTitleIsBrokenBetweenWords() {
    String title =
        "Paired difference to the best heuristic of each workload, points of hashing (all)";
    assertThat(TextTable.wrapped(title).lines()).hasSize(2).allMatch(line -> line.length() <= 80);
    assertThat(TextTable.wrapped(title).replace('\n', ' ')).isEqualTo(title);
    assertThat(TextTable.wrapped("short")).isEqualTo("short");
  }
}
