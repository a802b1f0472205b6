package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against an installation that goes on with a wrong setting, or does not say which it is.
 */
class RefusedSettingsTest {

  /** A wrong variable, and how the message about it begins. */
  private record Wrong(String variable, Object value, String message) {}

  private static final List<Wrong> SETTINGS =
      List.of(
          new Wrong("faasrank_mode", "fast", "faasrank_mode is fast, not one of hashing, shadow"),
          new Wrong("faasrank_model", "big", "faasrank_model is big, not one of general"),
          new Wrong("faasrank_model_file", "/none", "faasrank_model_file is /none, which is no"),
          new Wrong("faasrank_metrics_jar", "/none", "faasrank_metrics_jar: expected one jar"),
          new Wrong("faasrank_home", "var/lib/x", "faasrank_home is var/lib/x, not an absolute"),
          new Wrong("faasrank_home", "/var/x/", "faasrank_home is /var/x/, not an absolute path"),
          new Wrong("faasrank_home", "/", "faasrank_home is /, not an absolute path"),
          new Wrong("faasrank_become", "perhaps", "faasrank_become is perhaps, not true or false"),
          // unquoted it is decimal: rights that let a group write
          new Wrong("faasrank_secrets_mode", 400, "faasrank_secrets_mode is 400, not three octal"),
          new Wrong("faasrank_openwhisk_vars", "x.yml", "faasrank_openwhisk_vars is x.yml, not an"),
          new Wrong("faasrank_openwhisk_line", "", "faasrank_openwhisk_line is empty, not one of"),
          new Wrong(
              "faasrank_redis_databse",
              1,
              "faasrank_redis_databse is no variable of FaaSRank's, did you mean"
                  + " faasrank_redis_database?"),
          new Wrong(
              "faasrank_redis_invokers_password",
              "x",
              "faasrank_redis_invokers_password is no variable of FaaSRank's, did you mean"
                  + " faasrank_redis_invoker_password?"),
          new Wrong("faasrank_redis_host", "", "faasrank_redis_host is empty"),
          new Wrong("faasrank_redis_port", "abc", "faasrank_redis_port is abc, not a port"),
          new Wrong("faasrank_redis_port", 0, "faasrank_redis_port is 0, not a port"),
          new Wrong("faasrank_redis_database", -1, "faasrank_redis_database is -1, not the number"),
          new Wrong(
              "faasrank_redis_user_per_invoker", "each", "faasrank_redis_user_per_invoker is"),
          new Wrong("faasrank_invoker_number", "one", "faasrank_invoker_number is one, not the"),
          // which Ansible's filter would take for false
          new Wrong("faasrank_redis_tls", "enabled", "faasrank_redis_tls is enabled, not true or"),
          new Wrong(
              "faasrank_redis_trust_store", "/a", "faasrank_redis_trust_store is /a, not empty"),
          new Wrong("faasrank_redis_ca", "/a", "faasrank_redis_ca is /a, not empty"),
          new Wrong("faasrank_redis_password", "", "faasrank_redis_controller_password is not set"),
          new Wrong("faasrank_invoker_env", List.of("a"), "faasrank_invoker_env is ['a'], not"),
          new Wrong(
              "faasrank_controller_env",
              Map.of("CONFIG_faasrank_candidats", "8"),
              "CONFIG_faasrank_candidats in faasrank_controller_env is none of"),
          new Wrong(
              "faasrank_controller_env",
              Map.of("CONFIG_faasrank_redis_password", "secret"),
              "CONFIG_faasrank_redis_password in faasrank_controller_env is none of"),
          new Wrong(
              "faasrank_controller_env",
              Map.of("CONFIG_whisk_couchdb_password", "secret"),
              "CONFIG_whisk_couchdb_password in faasrank_controller_env is none of"),
          new Wrong(
              "faasrank_invoker_env",
              Map.of("CONFIG_whisk_some_clientSecret", "secret"),
              "CONFIG_whisk_some_clientSecret in faasrank_invoker_env is none of"),
          new Wrong(
              "faasrank_invoker_env",
              Map.of("JAVA_OPTS", "-Xmx1g"),
              "JAVA_OPTS in faasrank_invoker_env is none of"),
          new Wrong(
              "faasrank_other_invoker_plugins",
              "mine",
              "faasrank_other_invoker_plugins is mine, not a list"));

  private static final List<Wrong> SWITCHING =
      List.of(
          new Wrong("to", "fast", "to is fast: give -e to= one of hashing"),
          new Wrong("to", "canary", "to is canary: give -e to= one of hashing"),
          new Wrong("share", 0.5, "to is not set"));

  private static final List<Wrong> SERVING =
      List.of(
          new Wrong("faasrank_redis_password", "", "faasrank_redis_controller_password is not set"),
          new Wrong("faasrank_redis_reader_user", "", "faasrank_redis_reader_user is empty"));

  private static Installation installation;

  @BeforeAll
  static void prepare(@TempDir Path scratch) throws IOException {
    Tool.require("ansible-playbook", "ansible-core");
    installation = new Installation(scratch, 6379, "secret", "");
    installation.useNoTls();
  }

  /** A host for each wrong variable, so that Ansible starts once. */
  @Test
  void namesTheVariable() throws IOException {
    installation.writeInventory(
        Map.of(
            "settings", hosts("settings", SETTINGS),
            "switching", hosts("switching", SWITCHING),
            "serving", hosts("serving", SERVING)));

    Playbooks.Run run =
        installation
            .playbooks()
            .run(Path.of("src/test/resources/refused"), "refused.yml", "--forks", "8");

    assertThatAllAreNamed(run, "settings", SETTINGS);
    assertThatAllAreNamed(run, "switching", SWITCHING);
    assertThatAllAreNamed(run, "serving", SERVING);
    assertThat(run.changes()).isZero();
  }

  /** One more invoker is installed with --limit, which leaves the controllers out. */
  @Test
  void refusesTheSameWhereAnInvokerIsInstalledAlone() throws IOException {
    installation.writeInventory(Map.of());

    Playbooks.Run run =
        installation
            .playbooks()
            .run("install.yml", "--limit", "invoker0", "-e", "faasrank_redis_password=");

    assertThat(run.exit()).isNotZero();
    assertThat(run.failure("invoker0"))
        .as(run.output())
        .contains("\"msg\": \"faasrank_redis_controller_password is not set");
    assertThat(installation.file("home")).doesNotExist();
  }

  private static Map<String, Map<String, Object>> hosts(String group, List<Wrong> wrongs) {
    Map<String, Map<String, Object>> hosts = new LinkedHashMap<>();
    for (int i = 0; i < wrongs.size(); i++) {
      hosts.put(group + i, Map.of(wrongs.get(i).variable(), wrongs.get(i).value()));
    }
    return hosts;
  }

  private static void assertThatAllAreNamed(Playbooks.Run run, String group, List<Wrong> wrongs) {
    for (int i = 0; i < wrongs.size(); i++) {
      assertThat(run.failure(group + i))
          .as(run.output())
          .contains("\"msg\": \"" + wrongs.get(i).message());
    }
  }
}
