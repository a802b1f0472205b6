package io.faasrank.loadbalancer.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Dispatch;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.decision.Scored;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards against rewards that are not what followed a decision: shifted by one, blind to what
 * hashing placed, or carried over a gap in what was seen.
 */
class ServedTrajectoriesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Model MODEL = ShippedModel.open("table1");
  private static final Served SERVED = new Served(MODEL, new NetworkScorer(MODEL), "v7", "test");

  private final AtomicLong nanos = new AtomicLong();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 16, nanos::get);
  private final ActionBook action = book.actions().book("guest", "guest/DH", 256);
  private final List<byte[]> written = new ArrayList<>();
  private Runnable whenWriting = () -> {};
  private final ServedTrajectories recorder =
      new ServedTrajectories(
          new TrajectoryFormat("c0", 0, 1_000_000),
          document -> {
            written.add(document);
            whenWriting.run();
          });

  private Dispatch open(double seconds, String id, @Nullable Scored scored) {
    nanos.set(Math.round(seconds * 1e9));
    Dispatch dispatch = book.dispatched(action, 1, 1);
    recorder.opened(id, dispatch, scored);
    return dispatch;
  }

  private void close(double seconds, Dispatch dispatch) {
    nanos.set(Math.round(seconds * 1e9));
    book.completed(dispatch);
    recorder.closed(dispatch);
  }

  /** More events than may wait. */
  private void flood() {
    long most = ServedTrajectories.MOST_WAITING_BYTES / ServedTrajectories.EVENT_BYTES;
    for (int i = 1; i <= most; i++) {
      recorder.opened("flood" + i, book.dispatched(action, 1, 1), null);
    }
  }

  private static Scored scored(float value) {
    float[] rows = new float[2 * FeatureSchema.TABLE1.width()];
    rows[27] = value;
    return new Scored(SERVED, new int[] {4, 1}, 1, -0.5f, rows);
  }

  private List<JsonNode> documents() throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (byte[] each : written) {
      documents.add(JSON.readTree(each));
    }
    return documents;
  }

  @Test
  void aDecisionIsWorthWhatWasInFlightUntilTheNextOne() throws IOException {
    Dispatch first = open(1, "a", scored(1));
    Dispatch byHashing = open(2, "h", null);
    Dispatch second = open(4, "b", scored(2));
    close(4.5, first);
    close(5, byHashing);
    close(5.5, second);
    open(7, "c", scored(3));
    recorder.drain();

    // 1 in flight for 1 s, 2 for 2 s; then 3 for 0.5 s, 2 for 0.5 s, 1 for 0.5 s, none for 1.5 s
    List<JsonNode> documents = documents();
    assertThat(documents).hasSize(2);
    assertThat(documents.get(0).get("activation_id").asText()).isEqualTo("a");
    assertThat(documents.get(0).get("reward_s").asDouble()).isCloseTo(-5, within(1e-9));
    assertThat(documents.get(1).get("activation_id").asText()).isEqualTo("b");
    assertThat(documents.get(1).get("reward_s").asDouble()).isCloseTo(-3, within(1e-9));
  }

  @Test
  void aDocumentHoldsWhatTrainingNeeds() throws IOException {
    open(1.5, "a", scored(1.25f));
    open(2, "b", scored(0));
    recorder.drain();
    JsonNode document = documents().get(0);
    assertThat(document.get("schema").asInt()).isEqualTo(1);
    assertThat(document.get("controller").asText()).isEqualTo("c0");
    assertThat(document.get("episode").asInt()).isZero();
    assertThat(document.get("action").asText()).isEqualTo("guest/DH");
    assertThat(document.get("decided_at_epoch_ms").asLong()).isEqualTo(1_001_500);
    assertThat(document.get("model_version").asText()).isEqualTo("v7");
    assertThat(document.get("schema_fingerprint").asText())
        .isEqualTo(FeatureSchema.TABLE1.fingerprint());
    assertThat(document.get("invokers")).extracting(JsonNode::asInt).containsExactly(4, 1);
    assertThat(document.get("position").asInt()).isEqualTo(1);
    assertThat(document.get("log_probability").asDouble()).isEqualTo(-0.5);
    ByteBuffer rows =
        ByteBuffer.wrap(document.get("rows").binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(rows.capacity()).isEqualTo(2 * 26 * 4);
    assertThat(rows.getFloat(27 * 4)).isEqualTo(1.25f);
  }

  @Test
  void eventsOutOfOrderLetTimeStandStill() throws IOException {
    Dispatch first = open(2, "a", scored(1));
    nanos.set(1_999_000_000);
    Dispatch earlier = book.dispatched(action, 1, 1);
    recorder.opened("b", earlier, scored(2));
    close(3, first);
    close(4, earlier);
    open(5, "c", scored(3));
    recorder.drain();
    assertThat(documents())
        .extracting(document -> Math.round(1000 * document.get("reward_s").asDouble()))
        .containsExactly(0L, -3000L);
  }

  /** A thousand invokers' rows are a hundred times those of ten. */
  @Test
  void eventsWaitByTheSizeOfTheirRows() {
    int fit = 8;
    float[] rows =
        new float[(int) (ServedTrajectories.MOST_WAITING_BYTES / Float.BYTES / fit) - 64];
    Scored large = new Scored(SERVED, new int[] {4, 1}, 1, -0.5f, rows);
    for (int i = 0; i < fit; i++) {
      open(i, "a" + i, large);
    }
    recorder.drain();
    assertThat(written).hasSize(fit - 1);
    for (int i = 0; i <= fit; i++) {
      open(10 + i, "b" + i, large);
    }
    recorder.drain();
    // the last one of the first round, and those of the second up to the last that was kept
    assertThat(written).hasSize(fit - 1 + fit);
    open(30, "c", large);
    open(31, "d", large);
    recorder.drain();
    // another episode: what was kept last is worth nothing known
    assertThat(written).hasSize(fit - 1 + fit + 1);
    // the one that did not fit, and the one kept last
    assertThat(recorder.dropped()).isEqualTo(2);
  }

  @Test
  void whatComesAfterAGapDoesNotGoOnWithTheEpisode() throws IOException {
    open(1, "a", scored(1));
    open(2, "b", scored(2));
    flood();
    whenWriting = () -> open(3, "during the drain", scored(3));
    recorder.drain();
    whenWriting = () -> {};
    open(10, "c", scored(4));
    open(11, "d", scored(5));
    recorder.drain();
    assertThat(documents())
        .extracting(d -> d.get("activation_id").asText() + " " + d.get("episode").asInt())
        .containsExactly("a 0", "c 1");
    // the one during the drain, and b, whose reward nobody knows
    assertThat(recorder.dropped()).isEqualTo(2);
  }

  @Test
  void lostEventsEndTheEpisode() throws IOException {
    Dispatch before = open(1, "before", scored(1));
    flood();
    recorder.drain();
    assertThat(written).isEmpty();

    open(10, "a", scored(2));
    close(11, before);
    open(12, "b", scored(3));
    recorder.drain();
    JsonNode document = documents().get(0);
    assertThat(document.get("activation_id").asText()).isEqualTo("a");
    assertThat(document.get("episode").asInt()).isEqualTo(1);
    assertThat(document.get("reward_s").asDouble()).isCloseTo(-2, within(1e-9));
  }
}
