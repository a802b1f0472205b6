package io.faasrank.testbed.wire;

import java.util.List;

/**
 * On whose behalf an activation runs. The key that a message carries is not kept: nothing here
 * calls the API with it.
 *
 * @param namespaceId the namespace's UUID
 * @param rights what the subject may do, for instance {@code ACTIVATE}
 */
public record Caller(String subject, String namespace, String namespaceId, List<String> rights) {

  public Caller {
    rights = List.copyOf(rights);
  }
}
