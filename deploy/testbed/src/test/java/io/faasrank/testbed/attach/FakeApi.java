package io.faasrank.testbed.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.faasrank.testbed.controller.ActivationResult;
import io.faasrank.testbed.controller.StandInController;
import io.faasrank.testbed.controller.Submission;
import io.faasrank.testbed.wire.ActionName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** OpenWhisk's API as far as a replay asks it, in front of a stand-in controller. */
final class FakeApi implements AutoCloseable {

  static final String KEY = "user:password";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Map<String, JsonNode> entities = new ConcurrentHashMap<>();
  final List<String> invoked = new CopyOnWriteArrayList<>();
  volatile int invocationsAllowed = Integer.MAX_VALUE;
  volatile Consumer<String> afterPut = name -> {};

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Function<Submission, CompletableFuture<ActivationResult>> controller;

  FakeApi(StandInController controller) throws IOException {
    this(controller::publish);
  }

  FakeApi(Function<Submission, CompletableFuture<ActivationResult>> controller) throws IOException {
    this.controller = controller;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Memory limit of an action; 0 where there is no such action. */
  int memoryMb(String name) {
    JsonNode action = entities.get(name);
    return action == null ? 0 : action.path("limits").path("memory").asInt();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = "Basic " + Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8));
    String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1/namespaces/?", "");
    String name = path.replaceFirst("^_/", "");
    JsonNode body = MAPPER.readTree(exchange.getRequestBody());
    if (!key.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      reply(exchange, 401, "{\"error\":\"The supplied authentication is invalid.\"}");
    } else if (path.isEmpty()) {
      reply(exchange, 200, "[\"guest\"]");
    } else if (exchange.getRequestMethod().equals("PUT")) {
      entities.put(name, body);
      afterPut.accept(name);
      reply(exchange, 200, "{}");
    } else if (exchange.getRequestMethod().equals("GET")) {
      JsonNode found = entities.get(name);
      reply(exchange, found == null ? 404 : 200, found == null ? "{}" : found.toString());
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      reply(exchange, entities.remove(name) == null ? 404 : 200, "{}");
    } else {
      invoke(exchange, name, body);
    }
  }

  private void invoke(HttpExchange exchange, String name, JsonNode parameters) throws IOException {
    invoked.add(name);
    if (!entities.containsKey(name)) {
      reply(exchange, 404, "{\"error\":\"The requested resource does not exist.\"}");
      return;
    }
    if (invoked.size() > invocationsAllowed) {
      reply(exchange, 429, "{\"error\":\"Too many requests in the last minute.\"}");
      return;
    }
    String function = name.substring(name.lastIndexOf('/') + 1);
    Submission submission =
        new Submission(
            "guest",
            new ActionName("guest/p", function, "0.0.1"),
            memoryMb(name),
            true,
            parameters);
    try {
      ActivationResult result = controller.apply(submission).join();
      reply(exchange, 200, "{\"activationId\":\"" + result.activationId() + "\"}");
    } catch (CompletionException e) {
      // as OpenWhisk where no invoker is usable
      reply(exchange, 503, "{\"error\":\"Failed to provision resources to run the action.\"}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
