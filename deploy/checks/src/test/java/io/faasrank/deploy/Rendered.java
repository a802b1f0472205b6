package io.faasrank.deploy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What one of OpenWhisk's roles would start a container with.
 *
 * @param env environment
 * @param volumes as docker's -v
 */
record Rendered(Map<String, String> env, List<String> volumes) {

  /** OpenWhisk's configuration file. */
  String file() {
    byte[] decoded = Base64.getDecoder().decode(env.getOrDefault("OPENWHISK_ENCODED_CONFIG", ""));
    return new String(decoded, StandardCharsets.UTF_8);
  }

  /**
   * The configuration that the process would see: its environment before its file.
   *
   * @param conf what the container sees as /faasrank
   */
  Config config(Path conf) {
    Config environment = ConfigFactory.parseMap(Environment.properties(env));
    String inContainer = "/faasrank/";
    String file = file().replace(inContainer, conf + "/");
    Config moved =
        ConfigFactory.parseString(
            environment.root().render().replace("\"" + inContainer, "\"" + conf + "/"));
    return moved.withFallback(ConfigFactory.parseString(file));
  }
}
