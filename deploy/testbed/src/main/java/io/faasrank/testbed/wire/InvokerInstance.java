package io.faasrank.testbed.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoker as it names itself in pings and acknowledgements.
 *
 * @param instance its number, from 0
 * @param uniqueName its own name, if it has one
 * @param displayedName a second name for people, if it has one
 * @param userMemoryBytes memory for action containers, in bytes
 * @param tags what it offers to actions that ask for tags; none usually
 * @param dedicatedNamespaces the only namespaces it serves; none means all
 */
public record InvokerInstance(
    int instance,
    @Nullable String uniqueName,
    @Nullable String displayedName,
    long userMemoryBytes,
    List<String> tags,
    List<String> dedicatedNamespaces) {

  private static final long BYTES_PER_MB = 1 << 20;

  public InvokerInstance {
    tags = List.copyOf(tags);
    dedicatedNamespaces = List.copyOf(dedicatedNamespaces);
  }

  /** An invoker that serves everyone. */
  public static InvokerInstance of(int instance, String uniqueName, int userMemoryMb) {
    return new InvokerInstance(
        instance, uniqueName, null, userMemoryMb * BYTES_PER_MB, List.of(), List.of());
  }

  public int userMemoryMb() {
    return (int) (userMemoryBytes / BYTES_PER_MB);
  }
}
