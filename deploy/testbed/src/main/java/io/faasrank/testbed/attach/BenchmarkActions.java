package io.faasrank.testbed.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.workload.FunctionProfile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The functions of a workload as actions of one package, which closing deletes. An emulated invoker
 * knows what an action costs from its name and never looks at its code.
 */
public final class BenchmarkActions implements AutoCloseable {

  /** Real invokers of the same OpenWhisk, if there are any, run this. */
  private static final String CODE = "function main() { return {}; }";

  /** OpenWhisk's default, far above the cost of any function; waiting does not count. */
  private static final int TIME_LIMIT_MILLIS = 60_000;

  /** Annotation of a package that was made here, and may be overwritten and deleted. */
  private static final String MARK = "faasrank-testbed";

  private final OpenWhiskApi api;
  private final String folder;
  private final Deque<String> created = new ArrayDeque<>();

  private BenchmarkActions(OpenWhiskApi api, String folder) {
    this.api = api;
    this.folder = folder;
  }

  /**
   * Creates the package and the actions, replacing those of an earlier run.
   *
   * @param folder name of the package
   * @param goOn called before each; an exception of it ends the creation, and what was created is
   *     deleted
   * @throws ExperimentFailedException when a package of the name is somebody else's, or the API
   *     fails
   */
  public static BenchmarkActions create(
      OpenWhiskApi api, String folder, List<FunctionProfile> functions, Runnable goOn) {
    BenchmarkActions actions = new BenchmarkActions(api, folder);
    actions.refuseForeign();
    try {
      actions.put("packages/" + folder, marked(), goOn);
      for (FunctionProfile function : functions) {
        actions.put("actions/" + actions.path(function), action(function), goOn);
      }
      return actions;
    } catch (RuntimeException e) {
      try {
        actions.close();
      } catch (ExperimentFailedException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private void refuseForeign() {
    JsonNode found = api.get("packages/" + folder);
    if (found == null) {
      return;
    }
    for (JsonNode annotation : found.path("annotations")) {
      if (annotation.path("key").asText().equals(MARK)) {
        return;
      }
    }
    throw new ExperimentFailedException(
        "--package: %s has a package %s that was not made by this command; expected another name"
            .formatted(api, folder));
  }

  private void put(String path, ObjectNode content, Runnable goOn) {
    goOn.run();
    // before the answer, which may be lost
    created.push(path);
    api.put(path, content);
  }

  private static ObjectNode marked() {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.putArray("annotations").addObject().put("key", MARK).put("value", true);
    return content;
  }

  private static ObjectNode action(FunctionProfile function) {
    ObjectNode action = JsonNodeFactory.instance.objectNode();
    action.putObject("exec").put("kind", "nodejs:default").put("code", CODE);
    action.putObject("limits").put("memory", function.memoryMb()).put("timeout", TIME_LIMIT_MILLIS);
    return action;
  }

  /** How an invocation names the function's action. */
  public String path(FunctionProfile function) {
    return folder + "/" + function.name();
  }

  /** Leaves them there when this is closed. */
  public void keep() {
    created.clear();
  }

  /**
   * Deletes them, until the API refuses one.
   *
   * @throws ExperimentFailedException then; the next run with the same package deletes the rest
   */
  @Override
  public void close() {
    while (!created.isEmpty()) {
      try {
        api.delete(created.element());
      } catch (ExperimentFailedException e) {
        throw new ExperimentFailedException(
            "%s; package %s is left there with %s actions"
                .formatted(e.getMessage(), folder, Math.max(0, created.size() - 1)),
            e);
      }
      created.remove();
    }
  }
}
