package io.faasrank.policy;

import static io.faasrank.policy.SeparableModels.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.FakeCluster;
import io.faasrank.feature.Feature;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards against an explanation that names the wrong feature, the wrong sign or the wrong unit,
 * that explains a candidate other than the chosen one, or whose log line grows with the cluster.
 */
final class ExplanationTest {

  private static final int AVAIL_MEMORY = 21;
  private static final int INFLIGHT = 22;
  private static final int WARM = 23;
  private static final int REQUESTED_MEMORY = 24;
  private static final int INIT_TIME = 25;

  @Test
  void namesTheThreeFeaturesThatMovedTheScoreMost() {
    Model model =
        SeparableModels.of(
            scaler(),
            new int[] {AVAIL_MEMORY, INFLIGHT, WARM, REQUESTED_MEMORY, 0},
            new float[] {0.5f, -1f, 2f, 50f, 0.1f});
    Decision decision = decide(model, cluster());

    Explanation explanation = Explanation.of(model, decision, 1);

    // in flight 4, 2, 0 and warm 0, 1, 2 scale to 2, 1, 0 and 0, 1, 2: both means are 1
    assertThat(explanation.effects())
        .extracting(e -> e.feature().name())
        .containsExactly("avail_memory");
    float mean = (5f + 2.68f + 0.12f) / 3; // the first is clipped
    assertThat(explanation.effects().get(0).contribution())
        .isCloseTo(0.5f * (term(2.68) - term(mean)), within(1e-5f));

    Explanation last = Explanation.of(model, decision, 2);
    assertThat(last.effects())
        .extracting(e -> e.feature().name(), FeatureEffect::value)
        .containsExactly(
            tuple("inflight_invocations", "unknown or 0 count"),
            tuple("avail_memory", "512 MB"),
            tuple("warm_infrastructures", "2 count"));
    assertThat(last.effects())
        .extracting(FeatureEffect::contribution)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : Float.compare(a, b))
        .containsExactly(
            -(term(0) - term(1)), 0.5f * (term(0.12) - term(mean)), 2 * (term(2) - term(1)));
  }

  /** In flight 4 against 0 and warm 0 against 2, which scale to 2, 0 and 0, 2. */
  @Test
  void saysWhyNotAnother() {
    Model model = SeparableModels.of(scaler(), new int[] {INFLIGHT, WARM}, new float[] {-1f, 2f});
    Decision decision = decide(model, cluster());

    List<FeatureEffect> effects = Explanation.against(model, decision, 2, 0);

    assertThat(effects)
        .extracting(FeatureEffect::name)
        .containsExactly("warm_infrastructures", "inflight_invocations");
    assertThat(effects.get(0).contribution()).isCloseTo(2 * (term(0) - term(2)), within(1e-5f));
    assertThat(effects.get(1).contribution()).isCloseTo(-(term(2) - term(0)), within(1e-5f));
    assertThat(Explanation.against(model, decision, 1, 1)).isEmpty();
    assertThatThrownBy(() -> Explanation.against(model, decision, 0, 3))
        .hasMessageContaining("index 3");
  }

  @Test
  void comparesASingleCandidateToTheTrainingMean() {
    Model model =
        SeparableModels.of(
            scaler(), new int[] {WARM, REQUESTED_MEMORY, INIT_TIME}, new float[] {1f, 1f, 1f});
    FakeCluster view = cluster();
    view.setUsable(0, false);
    view.setUsable(1, false);
    Decision decision = decide(model, view);

    Explanation explanation = Explanation.of(model, decision, 0);

    assertThat(explanation.chosen().position()).isEqualTo(2);
    assertThat(explanation.chosen().probability()).isEqualTo(1f);
    assertThat(explanation.effects())
        .extracting(e -> e.feature().name(), FeatureEffect::value)
        .containsExactly(
            tuple("requested_memory", ">= 5 MB"), tuple("warm_infrastructures", "2 count"));
    assertThat(explanation.effects().get(0).contribution()).isCloseTo(term(5), within(1e-5f));
    assertThat(explanation.effects().get(1).contribution()).isCloseTo(term(2), within(1e-5f));
  }

  @Test
  void aColumnThatIsZeroOrOneReadsAsTheNumber() {
    Feature warm =
        FeatureSchema.GENERAL.features().stream()
            .filter(feature -> feature.name().equals("warm"))
            .findFirst()
            .orElseThrow();
    assertThat(new FeatureEffect(warm, 1.5f, 1, 10, 0.25f)).hasToString("warm (1) +0.25");
  }

  @Test
  void ranksAllCandidatesWithTheirProbabilities() {
    Decision decision = Decisions.scored(1f, 3f, 1f, 2f);

    Explanation explanation = Explanation.of(decision, 3);

    double sum = 2 * Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertThat(explanation.chosen())
        .isEqualTo(new Explanation.Candidate(3, 2f, (float) (Math.exp(2) / sum)));
    assertThat(explanation.ranking())
        .extracting(Explanation.Candidate::position)
        .containsExactly(1, 3, 0, 2);
    assertThat(explanation.effects()).isEmpty();
    assertThat(explanation.line(7)).startsWith("invoker 10: 2 (p 0.2245)");
    assertThat(explanation.line(0))
        .isEqualTo(
            "invoker 3: 2 (p 0.2245), rank 2 of 4; candidates 1: 3 (p 0.6103), 3: 2 (p 0.2245),"
                + " 0: 1 (p 0.08259), 2: 1 (p 0.08259)");
  }

  @Test
  void saysTheEffectsInOneLine() {
    Model model = SeparableModels.of(scaler(), new int[] {WARM, INFLIGHT}, new float[] {2f, -1f});
    FakeCluster view = cluster();
    for (int i = 0; i < 3; i++) {
      view.setFreeMemoryMb(i, -1);
    }
    Decision decision = decide(model, view);

    assertThat(Explanation.of(model, decision, 2).line(0))
        .startsWith(
            "invoker 2: 1.492 (p 0.6519), rank 1 of 3, none with free memory; moved by"
                + " inflight_invocations (unknown or 0 count) +0.642,"
                + " warm_infrastructures (2 count) +0.2081; candidates 2: 1.492 (p 0.6519),")
        .doesNotContain("\n");
  }

  @Test
  void listsTenCandidatesOfManyAndCountsTheRest() {
    float[] scores = new float[1000];
    Arrays.fill(scores, -1e9f);
    String line = Explanation.of(Decisions.scored(scores), 999).line(0);
    assertThat(line).endsWith("9: -1000000000 (p 0.001) and 990 more");
    assertThat(line.length()).isLessThan(350);
  }

  @Test
  void refusesAnIndexThatIsNone() {
    Decision decision = Decisions.scored(1f, 2f);
    assertThatThrownBy(() -> Explanation.of(decision, 2))
        .hasMessage("index 2 of a decision with 2 candidates");
    assertThatThrownBy(() -> Explanation.of(decision, Decision.NONE))
        .hasMessage("index -1 of a decision with 2 candidates");
  }

  @Test
  void refusesRowsThatTheModelDidNotScore() {
    Model model = SeparableModels.of(scaler(), new int[] {WARM}, new float[] {1f});
    assertThatThrownBy(() -> Explanation.of(model, Decisions.scored(1f, 2f), 0))
        .hasMessage("decision has 0 values for 2 rows, schema table1 has 26 columns");
  }

  /** Three invokers with 4, 2, 0 in flight, 0, 1, 2 warm and 1024, 768, 512 MB free. */
  private static FakeCluster cluster() {
    FakeCluster view = FakeCluster.ofSize(3);
    for (int i = 0; i < 3; i++) {
      view.setInflight(i, 4 - 2 * i);
      view.setIdleWarm(i, Decisions.ACTION, i);
      view.setFreeMemoryMb(i, 1024 - 256 * i);
    }
    return view;
  }

  /** In flight in twos, free memory in hundreds of MB above 500; all else as it is. */
  private static Scaler scaler() {
    float[] mean = new float[26];
    float[] deviation = new float[26];
    Arrays.fill(deviation, 1f);
    deviation[INFLIGHT] = 2f;
    mean[AVAIL_MEMORY] = 500f;
    deviation[AVAIL_MEMORY] = 100f;
    return new Scaler(mean, deviation);
  }

  private static Decision decide(Model model, FakeCluster view) {
    Decision decision = new Decision();
    new Policy("learned", new NetworkScorer(model), new ArgMax())
        .decide(view, Decisions.ACTION, decision, new SplittableRandom(1));
    return decision;
  }
}
