package io.faasrank.cluster;

/**
 * An action as a scheduler sees it: what OpenWhisk calls a function.
 *
 * @param id dense index of the action within its cluster view, from 0
 * @param namespace namespace of the invoking user, for instance {@code guest}
 * @param name fully qualified name without version, for instance {@code guest/DH}
 * @param memoryMb memory limit in MB, positive; the request's {@code requested_memory}
 */
public record Action(int id, String namespace, String name, int memoryMb) {

  public Action {
    if (id < 0) {
      throw new IllegalArgumentException("action id must not be negative: " + id);
    }
    if (memoryMb <= 0) {
      throw new IllegalArgumentException(
          "memory of action " + name + " must be positive, in MB: " + memoryMb);
    }
  }

  /** OpenWhisk's hash of namespace and action, which chooses the home invoker. */
  public int hash() {
    return Math.abs(namespace.hashCode() ^ name.hashCode());
  }
}
