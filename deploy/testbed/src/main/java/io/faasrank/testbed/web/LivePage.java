package io.faasrank.testbed.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A page on the loopback address that is told of every change by server-sent events. It answers
 * only those who ask for this machine by its own name, so that no page from elsewhere can read it
 * through a name of its own.
 */
public final class LivePage implements AutoCloseable {

  private static final Duration REDRAW = Duration.ofMillis(250);

  /** Pages that may look on at once. Chosen: a person has fewer. */
  private static final int MOST_LISTENERS = 8;

  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src"
          + " 'self'";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<String> state;
  private final Semaphore listeners = new Semaphore(MOST_LISTENERS);
  private volatile boolean closed;

  private LivePage(HttpServer server, ExecutorService threads, Supplier<String> state) {
    this.server = server;
    this.threads = threads;
    this.state = state;
  }

  /**
   * Begins to serve.
   *
   * @param port 0 for a free one
   * @param state what the page shows, as JSON on one line; asked four times a second
   * @throws IOException when the port cannot be had
   */
  public static LivePage open(int port, Supplier<String> state) throws IOException {
    byte[] page = page();
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "live-page");
              thread.setDaemon(true);
              return thread;
            });
    LivePage live = new LivePage(server, threads, state);
    server.setExecutor(threads);
    server.createContext("/", live.guarded("/", exchange -> send(exchange, page)));
    server.createContext("/events", live.guarded("/events", live::stream));
    server.start();
    return live;
  }

  /** Where the page is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static byte[] page() throws IOException {
    try (InputStream in = LivePage.class.getResourceAsStream("live.html")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its page live.html");
      }
      return in.readAllBytes();
    }
  }

  private HttpHandler guarded(String path, HttpHandler handler) {
    String port = ":" + server.getAddress().getPort();
    List<String> names = List.of("127.0.0.1" + port, "localhost" + port);
    return exchange -> {
      try (exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !names.contains(host)) {
          exchange.sendResponseHeaders(403, -1);
        } else if (!exchange.getRequestURI().getPath().equals(path)) {
          exchange.sendResponseHeaders(404, -1);
        } else if (!exchange.getRequestMethod().equals("GET")) {
          exchange.sendResponseHeaders(405, -1);
        } else {
          exchange.getResponseHeaders().set("Cache-Control", "no-store");
          exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
          handler.handle(exchange);
        }
      }
    };
  }

  private static void send(HttpExchange exchange, byte[] page) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
  }

  private void stream(HttpExchange exchange) throws IOException {
    if (!listeners.tryAcquire()) {
      exchange.sendResponseHeaders(503, -1);
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      String told = "";
      while (!closed) {
        String now = state.get();
        out.write((now.equals(told) ? ":\n\n" : "data: " + now + "\n\n").getBytes(UTF_8));
        out.flush();
        told = now;
        Thread.sleep(REDRAW.toMillis());
      }
      out.write(("data: " + state.get() + "\n\nevent: end\ndata: end\n\n").getBytes(UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.release();
    }
  }

  /** Tells the pages that it was the last, and stops. */
  @Override
  public void close() {
    closed = true;
    server.stop(1);
    threads.shutdownNow();
  }
}
