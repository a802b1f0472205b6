package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Guards against a registry whose names, order or documentation drift from what the command line
 * and the tables show, and against loading a model for a policy that needs none.
 */
final class PoliciesTest {

  /** A row of the table in docs/policies.md. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

  @Test
  void describesEachPolicy() {
    for (String name : Policies.names()) {
      PolicySpec spec = Policies.spec(name);
      assertThat(spec.name()).isEqualTo(name);
      assertThat(spec.summary()).as(name).isNotBlank();
      assertThat(spec.source()).as(name).isNotBlank();
      assertThat(spec.simulatorOnly()).as(name).isEqualTo(name.equals("clairvoyant"));
      assertThat(Decisions.create(name).name()).isEqualTo(name);
    }
  }

  /** The table's order is that of results, and each policy has a section of its own. */
  @Test
  void documentsEachPolicyUnderItsName() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "policies.md"));
    assertThat(ROW.matcher(docs).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(Policies.names())
        .startsWith("hashing")
        .allSatisfy(name -> assertThat(docs).contains("\n### " + name + "\n"));
  }

  @Test
  void asksForTheNetworkOnlyWhereItIsNeeded() {
    Scorer network = new NoPreferenceScorer();
    for (String name : Policies.names()) {
      if (name.startsWith("faasrank")) {
        assertThat(Policies.create(name, () -> network).scorer()).isSameAs(network);
      } else {
        Policies.create(
            name,
            () -> {
              throw new AssertionError("asked for a network by " + name);
            });
      }
    }
  }

  @Test
  void servesTheFirstChoiceAndTrainsOnDraws() {
    assertThat(Decisions.create("faasrank").selector()).isInstanceOf(ArgMax.class);
    assertThat(Decisions.create("faasrank-sampled").selector()).isInstanceOf(SoftmaxSample.class);
  }

  @Test
  void aNamesCaseDoesNotMatter() {
    assertThat(Policies.spec("Hashing").name()).isEqualTo("hashing");
  }

  @Test
  void refusesAnUnknownNameAndListsTheKnownOnes() {
    String message =
        "unknown policy 'hash', expected one of " + String.join(", ", Policies.names());
    assertThatThrownBy(() -> Policies.spec("hash"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Decisions.create("hash"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
