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
import io.faasrank.learn.LoggedChoice;
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
 * bit are left out, and those that no model made. The other model takes its best score.
 *
 * <p>What a choice is expected to cost is the mean of its action, whoever was chosen.
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

  /** A decision with what came of it. */
  private record MadeChoice(Action action, double propensity, double target, double seconds) {}

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
    List<MadeChoice> made = new ArrayList<>();
    for (ReplayedProcess process : processes.values()) {
      process.replay.end();
      made.addAll(process.made);
    }
    return choices(made);
  }

  private static List<LoggedChoice> choices(List<MadeChoice> made) {
    Map<String, double[]> sums = new HashMap<>();
    for (MadeChoice each : made) {
      double[] sum = sums.computeIfAbsent(key(each), unused -> new double[2]);
      sum[0] += each.seconds;
      sum[1]++;
    }
    List<LoggedChoice> choices = new ArrayList<>();
    for (MadeChoice each : made) {
      double[] sum = sums.getOrDefault(key(each), new double[] {0, 1});
      double expected = sum[0] / sum[1];
      choices.add(new LoggedChoice(each.propensity, each.target, each.seconds, expected, expected));
    }
    return choices;
  }

  private static String key(MadeChoice made) {
    return made.action.namespace() + " " + made.action.name() + " " + made.action.memoryMb();
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
    private final List<MadeChoice> made = new ArrayList<>();
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
      Double target = other.target();
      if (said == null
          || target == null
          || ended == null
          || !exact
          || placed.nanos() < fromNanos
          || !placed.placer().equals(said.policy())
          || placed.invoker() != said.invoker()) {
        return;
      }
      long took = Math.round((ended.nanos() - placed.nanos()) / 1e6);
      made.add(
          new MadeChoice(
              placed.action(),
              (double) placed.placerProbability() * said.propensity(),
              target,
              ended.how().chargedMillis(took, placed.timeLimitMillis()) / 1000.0));
    }
  }

  /** Scores what another model has scored, and remembers whether it would have chosen the same. */
  private static final class OtherModel {

    private final Model model;
    private final StateEncoder encoder;
    private final ValueCounts counts = new ValueCounts();
    private float[] rows = new float[0];
    private float[] scores = new float[0];
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
      }
      counts.clear();
      encoder.encode(view, action, decision.candidates(), count, rows);
      model.scaler().scale(rows, count, model.schema().clip(), counts);
      model.actor().forward(rows, count, scores);
      best = 0;
      for (int i = 1; i < count; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      last = decision;
    }

    /** Probability of the decision that was just made; null when no model made it. */
    @Nullable Double target() {
      Decision decided = last;
      last = null;
      return decided == null ? null : decided.chosenIndex() == best ? 1.0 : 0.0;
    }
  }
}
