package io.faasrank.testbed.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a live page that does not follow what happens, that answers others than this
 * machine, or that keeps the command from ending.
 */
class LivePageTest {

  private static final String BEFORE = "{\"stage\":\"starting Kafka and Redis\",\"arms\":[]}";
  private static final String DURING =
      "{\"stage\":\"M1 under faasrank\",\"arrivals\":200,\"submitted\":50,\"completed\":40,"
          + "\"invokers\":[{\"number\":0,\"inflight\":3,\"queued\":0,\"busyMb\":768,\"warmMb\":256,"
          + "\"memoryMb\":2048,\"containers\":[{\"name\":\"DH\",\"count\":2}]},"
          + "{\"number\":1,\"inflight\":9,\"queued\":4,\"busyMb\":2048,\"warmMb\":0,"
          + "\"memoryMb\":2048,\"containers\":[]}],"
          + "\"arms\":[{\"policy\":\"hashing\",\"workload\":\"M1\",\"repetition\":0,"
          + "\"activations\":200,\"mean\":12.5,\"cold\":70}]}";

  private final AtomicReference<String> state = new AtomicReference<>(BEFORE);

  private static void drawn(Browser browser) {
    assertThat(browser.find("#stage").getText())
        .isEqualTo("M1 under faasrank: 50 of 200 submitted, 40 completed");
    assertThat(browser.all(".invoker")).hasSize(2);
    assertThat(browser.find(".invoker").getText()).contains("3 in flight", "768 of 2048 MB", "DH");
    assertThat(browser.find(".invoker.queued").getText()).contains("9 in flight, 4 wait");
    assertThat(browser.find("#arms").getText()).contains("hashing", "12.50", "70");
  }

  @Test
  void thePageFollowsWhatHappensAndSaysWhenItHasEnded(@TempDir Path profile) throws IOException {
    LivePage page = LivePage.open(0, state::get);
    try (Browser browser = Browser.open(profile)) {
      browser.show(page.address().toString(), 400, true);
      await()
          .untilAsserted(
              () ->
                  assertThat(browser.find("#stage").getText())
                      .isEqualTo("starting Kafka and Redis"));
      state.set(DURING);
      await().untilAsserted(() -> drawn(browser));
      assertThat(
              browser.ask(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .isEqualTo(0L);
      page.close();
      await()
          .untilAsserted(
              () -> assertThat(browser.find("#stage").getText()).isEqualTo("It has ended."));
      assertThat(browser.find("#arms").getText()).as("stays").contains("hashing");
      assertThat(browser.errors()).isEmpty();
    } finally {
      page.close();
    }
  }

  @Test
  void onlyThisMachineIsAnswered() throws IOException {
    try (LivePage page = LivePage.open(0, state::get)) {
      int port = page.address().getPort();
      assertThat(page.address().getHost()).isEqualTo("127.0.0.1");
      assertThat(get(port, "/", "127.0.0.1:" + port))
          .startsWith("HTTP/1.1 200")
          .contains("<title>");
      assertThat(get(port, "/", "elsewhere.example:" + port)).startsWith("HTTP/1.1 403");
      assertThat(get(port, "/other", "localhost:" + port)).startsWith("HTTP/1.1 404");
      assertThatThrownBy(() -> LivePage.open(port, state::get)).isInstanceOf(IOException.class);
    }
  }

  private static String get(int port, String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
