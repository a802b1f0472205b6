package io.faasrank.testbed.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.Trial;
import io.faasrank.cli.Commands;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.experiment.Options;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.loadbalancer.redis.TrialStore;
import io.faasrank.testbed.learner.LearnerFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import redis.clients.jedis.Jedis;

/** {@code faasrank learn status}: what a learner has, has done, and what became of it. */
@Command(
    name = "status",
    description =
        "Shows a learner's log, its last round, what it offers, the trial in Redis with its evidence,"
            + " the last verdict, and the models that were refused.")
final class LearnStatusCommand implements Callable<Integer> {

  /** Offers that are shown, the newest. */
  private static final int OFFERS = 5;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      defaultValue = "${env:FAASRANK_LEARN_FOLDER}",
      description = "Where learn run keeps everything, else FAASRANK_LEARN_FOLDER.")
  private Path folder = Path.of("");

  @Mixin private RedisOption redis = new RedisOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Options.require(Files.isDirectory(folder), "--folder: no such folder: " + folder);
    PrintWriter out = Commands.line(spec).getOut();
    LearnerFolder kept = new LearnerFolder(folder);
    log(out, kept);
    round(out, kept);
    offers(out, kept);
    Map<String, String> controllers = redis.call(LearnStatusCommand::controllers);
    controllers.forEach((what, words) -> out.printf("%-8s %s%n", what, words));
    return Commands.OK;
  }

  private static void log(PrintWriter out, LearnerFolder kept) throws IOException {
    List<Path> files = EventFiles.in(kept.path());
    out.printf(
        Locale.ROOT,
        "log      %d hours, %.1f MB%s; lost in the newest hour: %s%n",
        files.size(),
        kept.logBytes() / 1e6,
        files.isEmpty()
            ? ""
            : ", " + EventFiles.hour(files.get(0)) + " to " + EventFiles.hour(last(files)),
        files.isEmpty() ? "nothing is known" : lost(last(files)));
  }

  private static Path last(List<Path> files) {
    return files.get(files.size() - 1);
  }

  /** What the controllers of a file could not write since their start, and gaps. */
  private static String lost(Path file) throws IOException {
    Map<String, EventBatch> newest = new TreeMap<>();
    long missing = 0;
    try (EventFileReader reader = EventFileReader.open(file)) {
      for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
        EventBatch before = newest.put(batch.controller(), batch);
        if (before != null) {
          missing += Math.max(0, batch.sequence() - before.sequence() - 1);
        }
      }
    }
    long lost = newest.values().stream().mapToLong(EventBatch::lost).sum();
    return lost + " events, " + missing + " batches";
  }

  private static void round(PrintWriter out, LearnerFolder kept) {
    JsonNode round = kept.lastRound();
    if (round.isEmpty()) {
      out.println("round    none: no learner has run on this folder");
      return;
    }
    out.printf(
        "round    %s: %s%s%n",
        round.path("startedAt").asText(),
        round.path("outcome").asText(),
        round.has("reason") ? ": " + round.path("reason").asText() : "");
    JsonNode fit = kept.evidence(round.path("offer").asText("none")).path("fit");
    if (!fit.isMissingNode()) {
      out.printf(
          Locale.ROOT,
          "twin     %s: mean FCT %s s, recorded %s s; cold starts %s %%, recorded %s %%%n",
          fit.path("calibration").asText(),
          number(fit.path("mean").path("twin")),
          number(fit.path("mean").path("recorded")),
          number(fit.path("coldPercent").path("twin")),
          number(fit.path("coldPercent").path("recorded")));
    }
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.2f", value.doubleValue()) : "unknown";
  }

  private static void offers(PrintWriter out, LearnerFolder kept) {
    List<String> all = kept.offers();
    out.printf("offers   %s%n", all.isEmpty() ? "none" : all.size() + ", the newest:");
    for (String offer : all.subList(Math.max(0, all.size() - OFFERS), all.size())) {
      JsonNode evidence = kept.evidence(offer);
      JsonNode trial = kept.trial(offer);
      out.printf(
          "         %s: %s: %s%s%n",
          offer,
          evidence.path("offered").asBoolean() ? "offered" : "not offered",
          evidence.path("verdict").asText(),
          trial.isEmpty() ? "" : "; " + trial.path("words").asText());
    }
  }

  private static Map<String, String> controllers(Jedis jedis) {
    TrialStore store = new TrialStore(jedis);
    Map<String, String> lines = new LinkedHashMap<>();
    String text = store.trial();
    if (text == null) {
      lines.put("trial", "none takes place");
    } else {
      Trial trial = CanaryFormat.trial(text);
      String state = store.state(trial);
      lines.put("trial", ruling(state == null ? CanaryFormat.waiting(trial) : state));
    }
    String last = store.last();
    lines.put("verdict", last == null ? "none yet" : ruling(last));
    Map<String, String> refused = jedis.hgetAll(RedisKeys.REFUSED);
    lines.put(
        "refused", refused.isEmpty() ? "none" : String.join(", ", new TreeMap<>(refused).keySet()));
    return lines;
  }

  private static String ruling(String json) {
    JsonNode ruling = CanaryFormat.read(json);
    return "%s: %s against %s: %s; slowdown %s of the control's, above %s, below %s, after %s pairs"
        .formatted(
            ruling.path("verdict").asText(),
            ruling.path("version").asText(),
            ruling.path("control").asText(),
            ruling.path("reason").asText(),
            number(ruling.path("ratio")),
            number(ruling.path("ratio_above")),
            number(ruling.path("ratio_below")),
            ruling.path("pairs_count").asInt());
  }
}
