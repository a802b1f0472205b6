package io.faasrank.loadbalancer.trajectory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.faasrank.cluster.Action;
import io.faasrank.loadbalancer.cluster.Dispatch;
import io.faasrank.loadbalancer.decision.Scored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * One decision with its reward as JSON, schema 1: what Algorithm 1 needs of a step. Rows are
 * scaled, float32, little-endian, one after the other, in base64. Decisions of one episode of one
 * controller follow each other in time; nothing follows from one episode to another.
 */
public final class TrajectoryFormat {

  /** Version of the document. */
  static final int SCHEMA = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private final String controller;
  private final long startNanos;
  private final long startMillis;

  /**
   * @param controller name of the controller's process, unique among those that write
   * @param startNanos monotonic clock now
   * @param startMillis wall clock at the same moment
   */
  public TrajectoryFormat(String controller, long startNanos, long startMillis) {
    this.controller = controller;
    this.startNanos = startNanos;
    this.startMillis = startMillis;
  }

  double secondsSinceStart(long nanos) {
    return (nanos - startNanos) / 1e9;
  }

  byte[] write(long episode, String activationId, Dispatch dispatch, Scored scored, double reward) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    Action action = dispatch.action().action();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("schema", SCHEMA);
      json.writeStringField("controller", controller);
      json.writeNumberField("episode", episode);
      json.writeStringField("activation_id", activationId);
      json.writeStringField("namespace", action.namespace());
      json.writeStringField("action", action.name());
      double seconds = secondsSinceStart(dispatch.dispatchedNanos());
      json.writeNumberField("decided_at_epoch_ms", startMillis + Math.round(seconds * 1000));
      json.writeNumberField("reward_s", reward);
      json.writeStringField("model_version", scored.served().version());
      json.writeStringField("schema_fingerprint", scored.served().model().schema().fingerprint());
      json.writeArrayFieldStart("invokers");
      for (int invoker : scored.invokers()) {
        json.writeNumber(invoker);
      }
      json.writeEndArray();
      json.writeNumberField("position", scored.position());
      json.writeNumberField("log_probability", scored.logProbability());
      json.writeBinaryField("rows", littleEndian(scored.rows()));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    FloatBuffer floats = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    floats.put(values);
    return bytes.array();
  }
}
