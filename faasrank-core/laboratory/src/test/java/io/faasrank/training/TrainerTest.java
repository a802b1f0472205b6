package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.training.SmallTraining.Heard;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards the loop as a whole: that it learns what there is to learn, that neither threads nor an
 * interruption change a bit of the result, that it validates, stops and resumes where it should.
 */
class TrainerTest {

  /** The end of the process, at the worst moment. */
  private static final class Killed extends RuntimeException {}

  @ParameterizedTest
  @EnumSource(Baseline.class)
  void learnsThatOneInvokerIsBest(Baseline baseline) {
    Heard heard = new Heard();
    SmallTraining.train(SmallTraining.settings(baseline, 8, 200), 2, null, heard);
    Model model = heard.models.get(heard.models.size() - 1);
    Workload unseen = SmallTraining.source(99).workload(SmallTraining.LONG, 0, 0);
    Supplier<Scorer> learned = () -> new NetworkScorer(model);

    assertThat(share(run("faasrank", learned, unseen))).isGreaterThan(0.9);
    assertThat(share(run("faasrank-sampled", learned, unseen))).isGreaterThan(0.9);
    assertThat(share(run("random", learned, unseen))).isBetween(0.1, 0.6);
    assertThat(run("faasrank", learned, unseen).meanCompletionTime())
        .isLessThan(0.5 * run("random", learned, unseen).meanCompletionTime());
    assertThat(heard.percents.get(heard.percents.size() - 1)).isLessThan(40);
    double first = heard.episodes.get(0).meanCompletionSeconds();
    double last = heard.episodes.get(heard.episodes.size() - 2).meanCompletionSeconds();
    assertThat(last).isLessThan(0.5 * first);
  }

  @ParameterizedTest
  @EnumSource(Baseline.class)
  void theSameSeedGivesTheSameWeightsWhateverTheThreads(Baseline baseline) {
    TrainingSettings settings = SmallTraining.settings(baseline, 5, 30);
    Heard one = new Heard();
    byte[] expected = SmallTraining.train(settings, 1, null, one).state().toBytes();
    for (int threads : new int[] {2, 5}) {
      Heard heard = new Heard();
      byte[] bytes = SmallTraining.train(settings, threads, null, heard).state().toBytes();
      assertThat(bytes).isEqualTo(expected);
      assertThat(heard.updates).isEqualTo(one.updates);
      assertThat(heard.episodes).isEqualTo(one.episodes);
      assertThat(heard.percents).isEqualTo(one.percents);
      assertThat(bytes(heard.models)).isEqualTo(bytes(one.models));
    }
    TrainingSettings other = withSeed(settings, 8);
    assertThat(SmallTraining.train(other, 2, null, new Heard()).state().toBytes())
        .isNotEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Baseline.class)
  void aTrainingInPartsEndsAsOneInOneGo(Baseline baseline) {
    Heard whole = new Heard();
    Checkpoint end = SmallTraining.train(SmallTraining.settings(baseline, 2, 16), 2, null, whole);
    Heard parts = new Heard();
    Checkpoint half = SmallTraining.train(SmallTraining.settings(baseline, 2, 8), 2, null, parts);
    Checkpoint both = SmallTraining.train(SmallTraining.settings(baseline, 2, 16), 2, half, parts);

    assertThat(both.state().toBytes()).isEqualTo(end.state().toBytes());
    assertThat(both.bestPercent()).isEqualTo(end.bestPercent());
    assertThat(both.sinceBest()).isEqualTo(end.sinceBest());
    assertThat(parts.updates).isEqualTo(whole.updates);
    assertThat(parts.episodes).isEqualTo(whole.episodes);
    assertThat(parts.best).isEqualTo(whole.best);
    assertThat(whole.validatedAt).containsExactly(4, 8, 12, 16);
  }

  /** The learning rate of what is left depends on where the whole ends. */
  @Test
  void aKilledTrainingWithDecayGoesOnBitForBit() {
    TrainingSettings settings = withDecay(SmallTraining.settings(Baseline.REPLICA, 2, 16));
    Heard whole = new Heard();
    byte[] end = SmallTraining.train(settings, 2, null, whole).state().toBytes();
    Heard killed =
        new Heard() {
          @Override
          public void updated(List<Episode> lived, UpdateStats stats) {
            if (stats.update() == 6) {
              throw new Killed();
            }
            super.updated(lived, stats);
          }
        };
    assertThatThrownBy(() -> SmallTraining.train(settings, 2, null, killed))
        .isInstanceOf(Killed.class);
    Checkpoint last = killed.checkpoints.get(killed.checkpoints.size() - 1);
    assertThat(last.state().updates()).isEqualTo(4);
    Heard rest = new Heard();
    assertThat(SmallTraining.train(settings, 2, last, rest).state().toBytes()).isEqualTo(end);
    assertThat(rest.updates).isEqualTo(whole.updates.subList(4, 8));
    assertThat(rest.best).isEqualTo(whole.best.subList(2, 4));
  }

  @Test
  void patienceEndsItAndAResumedOneStaysEnded() {
    TrainingSettings settings = withPatience(SmallTraining.settings(Baseline.REPLICA, 2, 400), 2);
    Heard heard = new Heard();
    Checkpoint end = SmallTraining.train(settings, 2, null, heard);
    int validations = heard.best.size();
    assertThat(validations).isBetween(3, 99);
    assertThat(heard.best.subList(validations - 3, validations))
        .containsExactly(true, false, false);
    for (int i = 0; i + 1 < validations - 3; i++) {
      assertThat(heard.best.get(i) || heard.best.get(i + 1)).isTrue();
    }
    assertThat(end.sinceBest()).isEqualTo(2);
    assertThat(end.bestPercent())
        .isEqualTo(heard.percents.stream().mapToDouble(p -> p).min().orElseThrow());
    Heard more = new Heard();
    assertThat(SmallTraining.train(settings, 2, end, more)).isEqualTo(end);
    assertThat(more.updates).isEmpty();
  }

  @Test
  void theBestOfBeforeStaysTheBest() {
    TrainingSettings settings = SmallTraining.settings(Baseline.REPLICA, 2, 8);
    Checkpoint half =
        SmallTraining.train(SmallTraining.settings(Baseline.REPLICA, 2, 4), 2, null, new Heard());
    Checkpoint unbeatable = new Checkpoint(half.state(), half.scaler(), 1e-6, 3);
    Heard heard = new Heard();
    Checkpoint end = SmallTraining.train(settings, 2, unbeatable, heard);
    assertThat(heard.best).containsExactly(false);
    assertThat(end.bestPercent()).isEqualTo(1e-6);
    assertThat(end.sinceBest()).isEqualTo(4);
  }

  @Test
  void refusesACheckpointOfOtherArrivals() {
    TrainingSettings settings = SmallTraining.settings(Baseline.REPLICA, 2, 4);
    Checkpoint other = SmallTraining.train(settings, 1, SmallTraining.source(3), null, new Heard());
    assertThatThrownBy(() -> SmallTraining.train(settings, 1, other, new Heard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the checkpoint is of other arrivals");
  }

  @Test
  void workloadsTakeTurnsAndArrivalsAreNewUnlessToldOtherwise() {
    TrainingSettings fresh = SmallTraining.settings(Baseline.CRITIC, 1, 4);
    TrainingSettings same = withSameArrivals(fresh);
    List<Integer> draws = new ArrayList<>();
    for (TrainingSettings settings : List.of(fresh, same)) {
      draws.clear();
      Heard heard = new Heard();
      SmallTraining.train(
          settings,
          1,
          (workload, repetition, replay) -> {
            draws.add(repetition);
            return SmallTraining.source(1).workload(workload, repetition, replay);
          },
          null,
          heard);
      assertThat(heard.episodes)
          .extracting(TrainingListener.Episode::workload)
          .containsExactly("short", "long", "short", "long");
      assertThat(heard.episodes)
          .extracting(TrainingListener.Episode::episode)
          .containsExactly(0, 1, 2, 3);
      // choices are drawn anew for the same arrivals
      assertThat(heard.episodes.get(2).totalReward())
          .isNotEqualTo(heard.episodes.get(0).totalReward());
      // the first two are the scaler's
      assertThat(draws.subList(2, 6))
          .isEqualTo(settings.equals(fresh) ? List.of(0, 0, 1, 1) : List.of(0, 0, 0, 0));
    }
  }

  /** Eq. 8 sums up to Eq. 3. */
  @Test
  void anEpisodesReturnIsMinusTheSumOfItsCompletionTimes() {
    TrainingSettings settings = SmallTraining.settings(Baseline.CRITIC, 1, 2);
    Heard heard = new Heard();
    SmallTraining.train(settings, 1, null, heard);
    TrainingListener.Episode episode = heard.episodes.get(1);
    assertThat(episode.totalReward())
        .isCloseTo(-24 * episode.meanCompletionSeconds(), within(1e-9));

    Workload workload = SmallTraining.source(5).workload(SmallTraining.LONG, 0, 0);
    Model model = heard.models.get(0);
    TrajectoryRecorder recorder = new TrajectoryRecorder(new Trajectory(model.schema(), 24));
    EpisodeResult result =
        SmallTraining.SIMULATOR.run(
            workload,
            Policies.create("faasrank-sampled", () -> new NetworkScorer(model)),
            3,
            recorder);
    Trajectory trajectory = recorder.finish();
    assertThat(trajectory.totalReward()).isCloseTo(-24 * result.meanCompletionTime(), within(1e-9));
    for (int i = 0; i < 24; i++) {
      assertThat(trajectory.candidates(i)).isEqualTo(3);
      assertThat(trajectory.position(i)).isEqualTo(result.completions().get(i).invoker());
      assertThat(trajectory.seconds(i)).isEqualTo(workload.arrivals().get(i).seconds());
      double expected =
          RandomBatches.logProbability(
              model.actor(), trajectory.rows(i), 3, trajectory.position(i));
      assertThat(trajectory.logProbability(i)).isCloseTo((float) expected, within(1e-5f));
    }
  }

  private static EpisodeResult run(String policy, Supplier<Scorer> learned, Workload workload) {
    return SmallTraining.SIMULATOR.run(workload, Policies.create(policy, learned), 4);
  }

  private static double share(EpisodeResult result) {
    long best =
        result.completions().stream()
            .filter(completion -> completion.invoker() == SmallTraining.BEST_INVOKER)
            .count();
    return best / (double) result.completions().size();
  }

  private static List<String> bytes(List<Model> models) {
    return models.stream().map(m -> Arrays.toString(ModelFile.toBytes(m))).toList();
  }

  private static TrainingSettings withSeed(TrainingSettings s, long seed) {
    return changed(s, s.sameArrivals(), s.decay(), s.patience(), seed);
  }

  private static TrainingSettings withDecay(TrainingSettings s) {
    return changed(s, s.sameArrivals(), true, s.patience(), s.seed());
  }

  private static TrainingSettings withPatience(TrainingSettings s, int patience) {
    return changed(s, s.sameArrivals(), s.decay(), patience, s.seed());
  }

  private static TrainingSettings withSameArrivals(TrainingSettings s) {
    return changed(s, true, s.decay(), s.patience(), s.seed());
  }

  private static TrainingSettings changed(
      TrainingSettings s, boolean sameArrivals, boolean decay, int patience, long seed) {
    return new TrainingSettings(
        s.schema(),
        s.baseline(),
        s.tasks(),
        s.rollouts(),
        s.steps(),
        s.imitation(),
        s.episodes(),
        sameArrivals,
        s.credit(),
        decay,
        s.outputScale(),
        s.validateEvery(),
        patience,
        seed,
        s.ppo());
  }
}
