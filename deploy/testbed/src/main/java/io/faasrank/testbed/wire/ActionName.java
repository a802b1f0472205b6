package io.faasrank.testbed.wire;

import org.jspecify.annotations.Nullable;

/**
 * An action's fully qualified name.
 *
 * @param path namespace, and package if there is one: {@code guest} or {@code guest/tools}
 * @param version for instance {@code 0.0.1}
 */
public record ActionName(String path, String name, @Nullable String version) {

  /** Path and name without version, for instance {@code guest/DH}. */
  public String qualified() {
    return path + '/' + name;
  }
}
