package io.faasrank.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A training as the body of MLflow's {@code runs/log-batch}, without the run's id: parameters, tags
 * and metrics, the step being the episode. MLflow takes 1,000 metrics at a time; docs/training.md
 * has the lines that send them.
 */
final class MlflowRun {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MlflowRun() {}

  static void write(
      Provenance provenance,
      Map<String, String> settings,
      List<TrainingRow> rows,
      Instant ended,
      Writer out)
      throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode params = root.putArray("params");
    settings.forEach(
        (option, value) -> put(params, option.replaceFirst("^--", "").replace('-', '_'), value));
    ArrayNode tags = root.putArray("tags");
    put(tags, "mlflow.source.name", "faasrank train");
    put(tags, "command", provenance.command());
    put(tags, "data", provenance.dataSet());
    put(tags, "cluster", provenance.cluster());
    ArrayNode metrics = root.putArray("metrics");
    for (int i = 0; i < rows.size(); i++) {
      TrainingRow row = rows.get(i);
      put(metrics, "mean_fct_seconds", row.meanFctSeconds(), row, ended);
      put(metrics, "return", row.episodeReturn(), row, ended);
      put(metrics, "validation_percent", row.validationPercent(), row, ended);
      if (i + 1 == rows.size() || rows.get(i + 1).update() != row.update()) {
        put(metrics, "policy_loss", row.policyLoss(), row, ended);
        put(metrics, "value_loss", row.valueLoss(), row, ended);
        put(metrics, "approximate_kl", row.approximateKl(), row, ended);
        put(metrics, "clip_fraction", row.clipFraction(), row, ended);
        put(metrics, "entropy", row.entropy(), row, ended);
        put(metrics, "explained_variance", row.explainedVariance(), row, ended);
        put(metrics, "gradient_norm", row.gradientNorm(), row, ended);
      }
    }
    MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, root);
    out.write('\n');
    out.flush();
  }

  private static void put(ArrayNode array, String key, String value) {
    array.addObject().put("key", key).put("value", value);
  }

  /** MLflow knows no missing value. */
  private static void put(
      ArrayNode array, String key, double value, TrainingRow row, Instant ended) {
    if (Double.isFinite(value)) {
      array
          .addObject()
          .put("key", key)
          .put("value", value)
          .put("timestamp", ended.toEpochMilli())
          .put("step", row.episode());
    }
  }
}
