package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Guards against a registry whose names, order or documentation drift from what the command line
 * and the tables show, and against loading a model for a policy that needs none.
 */
final class PoliciesTest {

  @Test
  void listsTheNamesInTheOrderOfTheTable() {
    assertThat(Policies.names())
        .containsExactly(
            "hashing",
            "round-robin",
            "least-connections",
            "most-free-memory",
            "greedy",
            "static-rank",
            "power-of-two",
            "hermod",
            "ch-rlu",
            "prequal",
            "least-per-core",
            "warm-shortest-queue",
            "random",
            "clairvoyant",
            "faasrank",
            "faasrank-sampled");
  }

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

  @Test
  void documentsEachPolicyUnderItsName() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "policies.md"));
    assertThat(Policies.names())
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
  void selectsEachNameOnceTheHostsOwnFirst() {
    assertThat(Policies.select("greedy, random,hashing,greedy"))
        .containsExactly("hashing", "greedy", "random");
    assertThat(Policies.select("all")).isEqualTo(Policies.names());
    assertThatThrownBy(() -> Policies.select("greedy,")).hasMessageContaining("policy ''");
  }

  @Test
  void refusesAnUnknownNameAndListsTheKnownOnes() {
    String message =
        "unknown policy 'Hashing', expected one of " + String.join(", ", Policies.names());
    assertThatThrownBy(() -> Policies.spec("Hashing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Decisions.create("Hashing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
