package io.faasrank.loadbalancer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.Model;
import io.faasrank.policy.ArgMax;
import io.faasrank.policy.Decision;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.ScoringEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Guards against a decision that is made with the schema, the scaler or the network of two models,
 * while one takes the other's place.
 */
final class ModelSwapTest {

  private static final Action ACTION = new Action(0, "guest", "guest/DH", 256);
  private static final int SWAPS = 800;
  private static final int THREADS = 8;

  /** Swaps after which the next waits until the model has been seen. */
  private static final int UNSEEN = 40;

  @Test
  void neverMixesTwoModels() throws Exception {
    ModelStore store =
        ModelStore.open("table1", new TaggingEngine(), served -> {}, new RecordedLog().logger());
    List<byte[]> models = new ArrayList<>();
    for (int seed = 0; seed < 6; seed++) {
      FeatureSchema schema = seed % 2 == 0 ? FeatureSchema.EXTENDED : FeatureSchema.TABLE1;
      models.add(Models.bytes(schema, seed));
    }
    AtomicBoolean stop = new AtomicBoolean();
    LongAdder rounds = new LongAdder();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Set<String>>> deciding = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int seed = t;
        deciding.add(threads.submit(() -> decide(store, seed, stop, rounds)));
      }
      for (int swap = 0; swap < SWAPS; swap++) {
        if (swap % 2 == 1) {
          store.withdrawn();
        } else {
          store.offer("v" + swap, models.get(swap / 2 % models.size()), null);
        }
        if (swap % UNSEEN == 0) {
          awaitOneWholeRound(rounds, deciding);
        }
      }
      stop.set(true);
      Set<String> versions = new HashSet<>();
      for (Future<Set<String>> seen : deciding) {
        versions.addAll(seen.get());
      }
      assertThat(store.swaps()).isEqualTo(SWAPS);
      assertThat(versions)
          .as("swaps seen while deciding")
          .hasSizeGreaterThanOrEqualTo(SWAPS / UNSEEN);
    } finally {
      threads.shutdownNow();
    }
  }

  /** With one round more than threads, one of them has begun and ended since the call. */
  private static void awaitOneWholeRound(LongAdder rounds, List<Future<Set<String>>> deciding) {
    long enough = rounds.sum() + THREADS + 1;
    while (rounds.sum() < enough && deciding.stream().noneMatch(Future::isDone)) {
      Thread.onSpinWait();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very model, not one like it
  private static Set<String> decide(
      ModelStore store, int seed, AtomicBoolean stop, LongAdder rounds) {
    SplittableRandom random = new SplittableRandom(seed);
    Decision decision = new Decision();
    Set<String> versions = new HashSet<>();
    do {
      for (int i = 0; i < 100_000; i++) {
        Served read = served(store);
        if (((Tagged) read.scorer()).model != read.model()) {
          throw new AssertionError("the scorer of another model than " + read.version());
        }
      }
      Served served = served(store);
      versions.add(served.version());
      Policy policy = new Policy("faasrank", served.scorer(), new ArgMax());
      policy.decide(ModelCheck.view(), ACTION, decision, random);
      float[] rows = decision.encodedRows();
      assertThat(rows).hasSize(decision.count() * served.model().schema().width());
      float[] expected = new float[decision.count()];
      served.model().actor().forward(rows, decision.count(), expected);
      assertThat(Arrays.copyOf(decision.scores(), decision.count())).isEqualTo(expected);
      rounds.increment();
    } while (!stop.get());
    return versions;
  }

  private static Served served(ModelStore store) {
    Served served = store.served();
    if (served == null) {
      throw new AssertionError("no model serves");
    }
    return served;
  }

  /** Gives scorers that know their model. */
  private static final class TaggingEngine implements ScoringEngine {
    @Override
    public String name() {
      return "tagging";
    }

    @Override
    public Scorer scorer(Model model) {
      return new Tagged(model, new NetworkScorer(model));
    }
  }

  private record Tagged(Model model, Scorer scorer) implements Scorer {
    @Override
    public void score(ClusterView view, Action action, Decision decision) {
      scorer.score(view, action, decision);
    }
  }
}
