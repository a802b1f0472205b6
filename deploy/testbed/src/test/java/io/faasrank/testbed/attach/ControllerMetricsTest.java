package io.faasrank.testbed.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.faasrank.experiment.ExperimentFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Guards against counts of the wrong line or tag, counts from before a replay, and a page without
 * them taken for zero. The text is a real controller's, shortened.
 */
final class ControllerMetricsTest {

  private static final URI PAGE = URI.create("http://127.0.0.1:10001/metrics");

  private static final String TEXT =
      """
      # TYPE gauge_faasrank_invokers_counter gauge
      gauge_faasrank_invokers_counter{freshness="fresh"} 10.0
      # TYPE counter_faasrank_decisions_counter_total counter
      counter_faasrank_decisions_counter_total{policy="hashing",mode="faasrank"} 14.0
      counter_faasrank_decisions_counter_total{policy="faasrank",mode="faasrank"} 188.0
      counter_faasrank_decisions_counter_total{policy="hashing",mode="hashing"} 1.2E3
      counter_faasrank_reports_rejected_counter_total{reason="outdated"} 1264.0
      counter_faasrank_fallbacks_counter_total{reason="overrun"} 14.0
      """;

  @Test
  void countsByWhoPlacedAndWhy() {
    DecisionCounts counts = ControllerMetrics.parse(PAGE, TEXT);
    assertThat(counts.placers()).isEqualTo(Map.of("hashing", 1214L, "faasrank", 188L));
    assertThat(counts.placed()).isEqualTo(1402);
    assertThat(counts.fallbacks()).isEqualTo(Map.of("overrun", 14L));
    assertThat(counts).hasToString("188 by faasrank, 1214 by hashing (fallbacks: overrun 14)");
  }

  @Test
  void onlyWhatCameSinceCounts() {
    DecisionCounts before = ControllerMetrics.parse(PAGE, TEXT);
    DecisionCounts after =
        ControllerMetrics.parse(
            PAGE,
            TEXT.replace("188.0", "190.0")
                + "counter_faasrank_decisions_counter_total{policy=\"greedy\",mode=\"faasrank\"} 3.0\n");
    assertThat(after.since(before)).hasToString("2 by faasrank, 3 by greedy");
    assertThat(after.since(after)).hasToString("none");
    assertThat(before.plus(before).placed()).isEqualTo(2804);
  }

  @Test
  void aPageWithoutThemIsNamed() {
    assertThatThrownBy(() -> ControllerMetrics.parse(PAGE, "counter_controller_total 1.0\n"))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageStartingWith("--metrics: http://127.0.0.1:10001/metrics has no metrics of");
    String untagged = TEXT.replaceAll("invokers_counter\\{.*}", "invokers_fresh_counter");
    assertThatThrownBy(() -> ControllerMetrics.parse(PAGE, untagged))
        .hasMessageContaining("kamon-tags-enabled");
    ControllerMetrics nobody = new ControllerMetrics(List.of(URI.create("http://127.0.0.1:1/")));
    assertThatThrownBy(nobody::read)
        .hasMessage("--metrics: nothing answers at http://127.0.0.1:1/");
  }

  @Test
  void aControllerThatStartsIsWaitedFor() throws IOException {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] early = "counter_controller_total 1.0\n".getBytes(StandardCharsets.UTF_8);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger waits = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          int time = asked.getAndIncrement();
          byte[] answer = time < 2 ? early : text;
          exchange.sendResponseHeaders(time == 0 ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
    ControllerMetrics metrics = new ControllerMetrics(List.of(page));
    try {
      metrics.await(waits::incrementAndGet);
      assertThat(asked).hasValue(3);
      assertThat(waits).hasValue(1);
      assertThat(metrics.read().placed()).isEqualTo(1402);
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(
            () ->
                new ControllerMetrics(List.of(page), Duration.ofMillis(1))
                    .await(waits::incrementAndGet))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessage("--metrics: nothing answers at " + page);
  }

  @Test
  void aControllerThatDiesKeepsItsCounts() throws IOException {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
    ControllerMetrics metrics = new ControllerMetrics(List.of(page));
    try {
      assertThat(metrics.read().placed()).isEqualTo(1402);
      assertThat(metrics.silent()).isEmpty();
    } finally {
      server.stop(0);
    }
    assertThat(metrics.read().placed()).isEqualTo(1402);
    assertThat(metrics.silent()).containsExactly(page);
  }
}
