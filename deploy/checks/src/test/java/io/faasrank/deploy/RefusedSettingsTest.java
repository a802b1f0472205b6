package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against an installation that goes on with a wrong setting, or does not say which it is.
 */
class RefusedSettingsTest {

  private static Playbooks playbooks;

  @BeforeAll
  static void prepare(@TempDir Path scratch) throws IOException {
    Tool.require("ansible-playbook", "ansible-core");
    Installation installation = new Installation(scratch, 6379, "secret", "");
    installation.useNoTls();
    installation.writeInventory(Map.of());
    playbooks = installation.playbooks();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "install.yml | faasrank_mode=fast | faasrank_mode is fast, not one of hashing, shadow",
        "install.yml | faasrank_redis_password= | faasrank_redis_controller_password is not set",
        "install.yml | faasrank_redis_host= | faasrank_redis_host is empty",
        "install.yml | faasrank_metrics_jar=/none.jar | faasrank_metrics_jar: expected one jar",
        "switch.yml | to=fast | to is fast: give -e to= one of hashing",
        "switch.yml | to=canary | share is not set",
      })
  void namesTheVariable(String playbook, String wrong, String message) {
    Playbooks.Run run = playbooks.run(playbook, "-e", wrong);

    assertThat(run.exit()).isNotZero();
    assertThat(run.failure("controller0")).as(run.output()).contains("\"msg\": \"" + message);
    assertThat(run.changes()).isZero();
  }
}
