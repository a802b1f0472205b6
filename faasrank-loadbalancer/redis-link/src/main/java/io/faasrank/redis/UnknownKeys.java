package io.faasrank.redis;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds settings that have no effect because nobody reads their key, usually since it is misspelt.
 * A key is known if the reference configuration has it.
 */
public final class UnknownKeys {

  /** Edits up to which another name is taken for a misspelling. Chosen: a slip, not a new word. */
  private static final int NEAR = 3;

  /** The same, where nothing else says that the key was meant for FaaSRank. */
  private static final int VERY_NEAR = 2;

  private static final String ROOT = "faasrank";

  private final Config reference;
  private final String own;
  private final Predicate<String> open;

  /**
   * @param reference where every key has a default
   * @param own {@code faasrank}, or the part of it that the module reads; of keys outside, only
   *     those are reported that are very near to a known one
   * @param open keys that are known though the reference has none of the name
   */
  public UnknownKeys(Config reference, String own, Predicate<String> open) {
    this.reference = reference;
    this.own = own;
    this.open = open;
  }

  /**
   * Every {@code reference.conf} of the class path. Not {@link ConfigFactory#defaultReference},
   * which holds the system properties too, so that every one of them would be known.
   */
  public static Config reference() {
    return ConfigFactory.parseResources("reference.conf")
        .resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
  }

  /**
   * A line for each unknown key.
   *
   * @param config the whole configuration, reference included
   */
  public List<String> in(Config config) {
    Set<String> known = keys(reference, ROOT);
    List<String> lines = new ArrayList<>();
    for (String top : new TreeSet<>(config.root().keySet())) {
      if (top.equals(ROOT) || distance(top, ROOT) <= VERY_NEAR) {
        for (String key : keys(config, top)) {
          if (!known.contains(key) && !open.test(key)) {
            String nearest = nearest(key, known);
            if (key.startsWith(own + ".") || isVeryNear(key, nearest)) {
              lines.add(line(key, nearest));
            }
          }
        }
      }
    }
    return lines;
  }

  private static boolean isVeryNear(String key, @Nullable String known) {
    return known != null && distance(key, known) <= VERY_NEAR;
  }

  private static String line(String key, @Nullable String nearest) {
    return key
        + " is no known key and has no effect"
        + (nearest == null ? "" : "; did you mean " + nearest + "?");
  }

  /** Full names of all keys that have a value, or a list, below the first part. */
  private static Set<String> keys(Config config, String top) {
    Set<String> keys = new TreeSet<>();
    if (config.root().get(top) instanceof ConfigObject object) {
      object.toConfig().entrySet().forEach(entry -> keys.add(top + "." + entry.getKey()));
    }
    return keys;
  }

  /**
   * The known key that was probably meant: fewest edits, where what is cut off at the end counts as
   * one, or else one that ends likewise.
   */
  private static @Nullable String nearest(String key, Set<String> known) {
    String best = null;
    int fewest = NEAR + 1;
    for (String each : known) {
      int edits = each.startsWith(key) ? 1 : distance(key, each);
      if (edits < fewest) {
        fewest = edits;
        best = each;
      }
    }
    if (best == null) {
      String end = key.substring(key.lastIndexOf('.'));
      for (String each : known) {
        if (distance(end, each.substring(each.lastIndexOf('.'))) <= 1) {
          return each;
        }
      }
    }
    return best;
  }

  /** Insertions, deletions, replacements and swaps of neighbours from one word to the other. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int moved = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        edits[i][j] = Math.min(replaced, moved);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
