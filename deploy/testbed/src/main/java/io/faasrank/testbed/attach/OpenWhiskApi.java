package io.faasrank.testbed.attach;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.experiment.ExperimentFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The part of OpenWhisk's REST API that a replay needs, for the namespace of the key. Errors become
 * an {@link ExperimentFailedException} that names the address.
 */
public final class OpenWhiskApi {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  /** A controller answers a blocking invocation after 60 s at the latest, with its id alone. */
  private static final Duration BLOCKING = Duration.ofSeconds(90);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI root;
  private final String authorization;

  /**
   * @param host address of the API, for instance {@code http://127.0.0.1:10001}, with or without
   *     {@code /api/v1}
   * @param key user and password, separated by a colon
   * @throws IllegalArgumentException when one of them is malformed
   */
  public OpenWhiskApi(URI host, String key) {
    if (!("http".equals(host.getScheme()) || "https".equals(host.getScheme()))
        || host.getHost() == null) {
      throw new IllegalArgumentException(
          "--api: expected an address such as http://127.0.0.1:10001, found " + host);
    }
    if (!key.matches("[^:\\s]+:\\S+")) {
      throw new IllegalArgumentException(
          "--auth: expected a key of the form USER:PASSWORD, as `wsk property get --auth` shows");
    }
    String text = host.toString().replaceAll("/+$", "");
    root = URI.create(text.endsWith("/api/v1") ? text + "/" : text + "/api/v1/");
    authorization =
        "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The namespace of the key. Also checks the key. */
  public String namespace() {
    JsonNode namespaces = send("the key", request("namespaces", ANSWER).GET(), false);
    if (namespaces == null || !namespaces.path(0).isTextual()) {
      throw new ExperimentFailedException(root + ": expected a list of namespaces");
    }
    return namespaces.get(0).asText();
  }

  /** A package, action or other entity; null if none has the name. */
  public @Nullable JsonNode get(String path) {
    return send("GET " + path, request("namespaces/_/" + path, ANSWER).GET(), true);
  }

  /** Creates a package, action or other entity, replacing one of the same name. */
  public void put(String path, JsonNode content) {
    JsonNode unused =
        send(
            "PUT " + path,
            request("namespaces/_/" + path + "?overwrite=true", ANSWER)
                .PUT(BodyPublishers.ofString(content.toString())),
            false);
  }

  /** Deletes it, if it is there. */
  public void delete(String path) {
    JsonNode unused =
        send("DELETE " + path, request("namespaces/_/" + path, ANSWER).DELETE(), true);
  }

  /**
   * Invokes an action and waits for its end, as long as the controller does.
   *
   * @return fails when there is no answer at all
   */
  public CompletableFuture<Reply> invoke(String action, JsonNode parameters) {
    HttpRequest request =
        request("namespaces/_/actions/" + action + "?blocking=true", BLOCKING)
            .POST(BodyPublishers.ofString(parameters.toString()))
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(response -> new Reply(response.statusCode(), json(response.body())));
  }

  /**
   * An answer to an invocation.
   *
   * @param status 200 with a record; 202 with an id alone when it took too long; 502 when the
   *     action failed; else it was refused
   * @param body JSON; null when it was not
   */
  public record Reply(int status, @Nullable JsonNode body) {

    /** The activation's id; empty where there is none. */
    public String activationId() {
      return body == null ? "" : body.path("activationId").asText("");
    }

    /** What a controller says of a refusal. */
    public String error() {
      String said = body == null ? "" : body.path("error").asText("");
      return said.isEmpty() ? "status " + status : "status " + status + ", " + said;
    }
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    return HttpRequest.newBuilder(root.resolve(path))
        .timeout(timeout)
        .header("Authorization", authorization)
        .header("Content-Type", "application/json");
  }

  /**
   * @param absent whether it may be missing; null is returned then
   */
  private @Nullable JsonNode send(String what, HttpRequest.Builder request, boolean absent) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      if (absent && response.statusCode() == 404) {
        return null;
      }
      JsonNode body = json(response.body());
      if (response.statusCode() == 401 || response.statusCode() == 403) {
        throw new ExperimentFailedException(
            "--auth: %s refuses %s: %s"
                .formatted(root, what, new Reply(response.statusCode(), body).error()));
      }
      if (response.statusCode() / 100 != 2 || body == null) {
        throw new ExperimentFailedException(
            "%s: %s: %s".formatted(root, what, new Reply(response.statusCode(), body).error()));
      }
      return body;
    } catch (IOException e) {
      throw new ExperimentFailedException(
          "--api: nothing answers at %s (%s)".formatted(root, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** The address, without the key. */
  @Override
  public String toString() {
    return root.toString();
  }
}
