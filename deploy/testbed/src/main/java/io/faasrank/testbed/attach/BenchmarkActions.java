package io.faasrank.testbed.attach;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  /** OpenWhisk's default; what a function costs is far below it, what it waits does not count. */
  private static final int TIME_LIMIT_MILLIS = 60_000;

  private final OpenWhiskApi api;
  private final String folder;
  private final Deque<String> created = new ArrayDeque<>();

  private BenchmarkActions(OpenWhiskApi api, String folder) {
    this.api = api;
    this.folder = folder;
  }

  /**
   * Creates the package and the actions, over those of an earlier run.
   *
   * @param folder name of the package
   */
  public static BenchmarkActions create(
      OpenWhiskApi api, String folder, List<FunctionProfile> functions) {
    BenchmarkActions actions = new BenchmarkActions(api, folder);
    try {
      actions.put("packages/" + folder, JsonNodeFactory.instance.objectNode());
      for (FunctionProfile function : functions) {
        actions.put("actions/" + actions.path(function), action(function));
      }
      return actions;
    } catch (RuntimeException e) {
      actions.close();
      throw e;
    }
  }

  private void put(String path, ObjectNode content) {
    api.put(path, content);
    created.push(path);
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

  @Override
  public void close() {
    while (!created.isEmpty()) {
      api.delete(created.pop());
    }
  }
}
