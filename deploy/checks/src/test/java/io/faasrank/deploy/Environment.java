package io.faasrank.deploy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What OpenWhisk's start scripts make of an environment: the part of a name after {@code CONFIG_}
 * splits at underscores into the parts of a key; camelCase becomes kebab-case, a part that starts
 * with a capital stays as it is, and a variable without a value is dropped.
 */
final class Environment {

  private static final String PREFIX = "CONFIG_";
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private Environment() {}

  static String key(String variable) {
    if (!variable.startsWith(PREFIX)) {
      throw new IllegalArgumentException(variable + " does not start with " + PREFIX);
    }
    return Stream.of(variable.substring(PREFIX.length()).split("_", -1))
        .map(part -> Character.isUpperCase(part.charAt(0)) ? part : kebabCase(part))
        .collect(Collectors.joining("."));
  }

  /** Only the letter after a hump's start turns small, as sed's {@code \L\2} does it. */
  private static String kebabCase(String part) {
    return HUMP.matcher(part)
        .replaceAll(hump -> hump.group(1) + '-' + Character.toLowerCase(hump.group(2).charAt(0)));
  }

  static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !value.isEmpty()) {
            properties.put(key(variable), value);
          }
        });
    return properties;
  }
}
