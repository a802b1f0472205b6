package io.faasrank.metrics.agent;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * OpenWhisk's start scripts turn {@code CONFIG_a_bCd_E} into {@code -Da.b-cd.E}; the agent has no
 * such script, so this class does it. Parts split at underscores, camelCase becomes kebab-case, a
 * part that starts with a capital stays as it is, empty values are dropped.
 */
final class EnvironmentOverrides {

  private static final String PREFIX = "CONFIG_";

  private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

  private EnvironmentOverrides() {}

  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> overrides = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !value.isEmpty()) {
            String key =
                Pattern.compile("_")
                    .splitAsStream(name.substring(PREFIX.length()))
                    .map(EnvironmentOverrides::kebabCase)
                    .collect(Collectors.joining("."));
            overrides.put(key, value);
          }
        });
    return overrides;
  }

  private static String kebabCase(String part) {
    boolean capital = !part.isEmpty() && Character.isUpperCase(part.charAt(0));
    return capital
        ? part
        : CAPITAL.matcher(part).replaceAll(letter -> '-' + letter.group().toLowerCase(Locale.ROOT));
  }
}
