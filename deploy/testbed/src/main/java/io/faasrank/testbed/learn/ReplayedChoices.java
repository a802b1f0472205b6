package io.faasrank.testbed.learn;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.event.Ended;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.feature.StateEncoder;
import io.faasrank.feature.ValueCounts;
import io.faasrank.learn.ChoiceSource;
import io.faasrank.learn.CostModel;
import io.faasrank.learn.LoggedChoice;
import io.faasrank.learn.LoggedDecision;
import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of a log under another model: each is made once more by {@link LogReplay}, and the
 * other model scores the same candidates in the same state. Decisions that are not rebuilt to the
 * bit are left out, and those that no model made. The other model takes its best score. What a
 * choice is expected to cost is the {@link CostModel}'s.
 */
public final class ReplayedChoices implements ChoiceSource {

  private final Path folder;
  private final int hours;

  /**
   * @param folder of files of events
   * @param hours files to read, the newest
   */
  public ReplayedChoices(Path folder, int hours) {
    this.folder = folder;
    this.hours = hours;
  }

  @Override
  public List<LoggedChoice> choices(Model candidate, long fromMillis) {
    Map<String, ReplayedProcess> processes = new HashMap<>();
    each(
        batch -> {
          ReplayedProcess process =
              processes.computeIfAbsent(batch.controller(), name -> new ReplayedProcess(candidate));
          process.ends(batch, fromMillis);
        });
    each(
        batch -> {
          ReplayedProcess process = processes.get(batch.controller());
          if (process != null) {
            // else it has started while the files were read
            process.decisions(batch, fromMillis);
          }
        });
    List<LoggedDecision> made = new ArrayList<>();
    for (ReplayedProcess process : processes.values()) {
      process.replay.end();
      made.addAll(process.made);
    }
    return CostModel.expected(made);
  }

  private interface BatchVisitor {
    void visit(EventBatch batch);
  }

  private void each(BatchVisitor visitor) {
    List<Path> files = EventFiles.in(folder);
    for (Path file : files.subList(Math.max(0, files.size() - hours), files.size())) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          visitor.visit(batch);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One controller's process. */
  private static final class ReplayedProcess {

    private final Map<Long, Ended> ends = new HashMap<>();
    private final List<LoggedDecision> made = new ArrayList<>();
    private final OtherModel other;
    private final LogReplay replay;
    private double fromNanos = Double.NEGATIVE_INFINITY;

    ReplayedProcess(Model candidate) {
      other = new OtherModel(candidate);
      replay =
          new LogReplay(
              new ServedModels((model, scorer) -> other.beside(scorer)),
              (placed, again, exact) -> decided(placed, exact));
    }

    void ends(EventBatch batch, long fromMillis) {
      for (LogEvent event : batch.events()) {
        if (event instanceof Ended ended && batch.epochMillis(ended) >= fromMillis) {
          ends.put(ended.number(), ended);
        }
      }
    }

    void decisions(EventBatch batch, long fromMillis) {
      fromNanos = batch.anchorNanos() + 1e6 * (fromMillis - batch.anchorMillis());
      replay.take(batch);
    }

    private void decided(Placed placed, boolean exact) {
      PolicySaid said = placed.said();
      Ended ended = ends.get(placed.number());
      ChoicePair compared = other.compared();
      if (said == null
          || compared == null
          || ended == null
          || !exact
          || placed.nanos() < fromNanos
          || !placed.placer().equals(said.policy())
          || placed.invoker() != said.invoker()) {
        return;
      }
      long took = Math.round((ended.nanos() - placed.nanos()) / 1e6) + placed.waitedMillis();
      made.add(
          new LoggedDecision(
              (double) placed.placerProbability() * said.propensity(),
              compared.same ? 1 : 0,
              ended.how().chargedMillis(took, placed.timeLimitMillis()) / 1000.0,
              key(placed.action()),
              compared.kind,
              compared.otherKind));
    }
  }

  private static String key(Action action) {
    return action.namespace() + " " + action.name() + " " + action.memoryMb();
  }

  /** A choice beside another model's: whether it is the same, and the kinds of both places. */
  private record ChoicePair(boolean same, int kind, int otherKind) {}

  /** Scores what another model has scored, and remembers whether it would have chosen the same. */
  private static final class OtherModel {

    private final Model model;
    private final StateEncoder encoder;
    private final ValueCounts counts = new ValueCounts();
    private float[] rows = new float[0];
    private float[] scores = new float[0];
    private int[] kinds = new int[0];
    private int best;
    private @Nullable Decision last;

    OtherModel(Model model) {
      this.model = model;
      this.encoder = new StateEncoder(model.schema());
    }

    Scorer beside(Scorer scorer) {
      return (view, action, decision) -> {
        scorer.score(view, action, decision);
        look(view, action, decision);
      };
    }

    private void look(ClusterView view, Action action, Decision decision) {
      int count = decision.count();
      int width = model.schema().width();
      if (rows.length < count * width) {
        rows = new float[count * width];
        scores = new float[count];
        kinds = new int[count];
      }
      counts.clear();
      encoder.encode(view, action, decision.candidates(), count, rows);
      model.scaler().scale(rows, count, model.schema().clip(), counts);
      model.actor().forward(rows, count, scores);
      best = 0;
      for (int i = 1; i < count; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      for (int i = 0; i < count; i++) {
        kinds[i] = CostModel.kind(view, action, decision.candidates()[i]);
      }
      last = decision;
    }

    /** Of the decision that was just made; null when no model made it. */
    @Nullable ChoicePair compared() {
      Decision decided = last;
      last = null;
      if (decided == null || decided.chosenIndex() < 0) {
        return null;
      }
      int chosen = decided.chosenIndex();
      return new ChoicePair(chosen == best, kinds[chosen], kinds[best]);
    }
  }
}
