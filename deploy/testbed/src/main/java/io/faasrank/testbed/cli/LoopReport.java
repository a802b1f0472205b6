package io.faasrank.testbed.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.cli.ReportFolder;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.report.EpisodeTrend;
import io.faasrank.report.Provenance;
import io.faasrank.report.TrainingCsv;
import io.faasrank.report.TrainingReport;
import io.faasrank.report.TrainingRow;
import io.faasrank.testbed.train.TrainingLoop;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a training on a running system. */
final class LoopReport {

  /** The files in {@code --out}. */
  static final List<String> FILES =
      List.of(
          "model.safetensors",
          "training.csv",
          "training.json",
          "training.html",
          "learning-curve.png");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<TrainingRow> rows;
  private final EpisodeTrend trend;
  private final TrainingLoop loop;
  private final Model model;
  private final Provenance provenance;
  private final Map<String, String> settings;

  /**
   * @param rows at least one episode
   * @param model to keep
   * @param settings by name
   */
  LoopReport(
      List<TrainingRow> rows,
      TrainingLoop loop,
      Model model,
      Provenance provenance,
      Map<String, String> settings) {
    this.rows = List.copyOf(rows);
    this.trend = EpisodeTrend.of(rows);
    this.loop = loop;
    this.model = model;
    this.provenance = provenance;
    this.settings = settings;
  }

  /** Writes all files, those that {@code --out} asks for. */
  void write(ReportFolder folder) {
    folder.write(FILES.get(0), ModelFile.toBytes(model));
    folder.write(
        FILES.get(1),
        out -> {
          TrainingCsv csv = new TrainingCsv(out);
          for (TrainingRow row : rows) {
            csv.write(row);
          }
          csv.flush();
        });
    folder.write(FILES.get(2), out -> out.write(json()));
    TrainingReport report = new TrainingReport(provenance, settings, rows, 1);
    folder.write(FILES.get(3), report::writeHtml);
    folder.write(FILES.get(4), report.png());
  }

  /** For people. */
  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d episodes: mean FCT %.2f s in the first %d, %.2f s in the last %d: %.2f of it%s%n",
        rows.size(),
        trend.firstSeconds(),
        trend.each(),
        trend.lastSeconds(),
        trend.each(),
        trend.ratio().value(),
        interval());
    out.printf(
        Locale.ROOT,
        "learnt from %d of %d activations: drawn by the model in training, and what the decision saw"
            + " rebuilt from the log to the bit%n",
        loop.learnt(),
        loop.activations());
  }

  private String interval() {
    return trend.ratio().bounded()
        ? String.format(
            Locale.ROOT,
            " [%.2f, %.2f]: %s",
            trend.ratio().low(),
            trend.ratio().high(),
            trend.fell() ? "they became shorter, beyond chance" : "not beyond chance")
        : "; too few to tell";
  }

  /** For programs. */
  String json() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", provenance.command());
    root.put("episodes", rows.size());
    ObjectNode fall = root.putObject("trend");
    fall.put("episodesEach", trend.each());
    fall.put("firstMeanFctSeconds", trend.firstSeconds());
    fall.put("lastMeanFctSeconds", trend.lastSeconds());
    fall.put("ratio", trend.ratio().value());
    if (trend.ratio().bounded()) {
      fall.put("ratioLow", trend.ratio().low());
      fall.put("ratioHigh", trend.ratio().high());
    }
    fall.put("fell", trend.fell());
    root.put("activations", loop.activations());
    root.put("learntFrom", loop.learnt());
    ArrayNode curve = root.putArray("meanFctSeconds");
    rows.forEach(row -> curve.add(row.meanFctSeconds()));
    return root.toPrettyString() + "\n";
  }
}
