package io.faasrank.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A document: its headings as anchors, and what it links to. */
final class Markdown {

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  private final Path file;
  private final String text;

  Markdown(Path file) {
    this.file = file;
    this.text = FENCED.matcher(Repository.text(file)).replaceAll("");
  }

  /** As GitHub makes them: small letters, blanks to hyphens, other signs left out. */
  Set<String> anchors() {
    Set<String> anchors = new TreeSet<>();
    HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  /** Links that lead nowhere; those to other sites are not looked at. */
  List<String> deadLinks() {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .filter(this::isDead)
        .map(link -> file + ": " + link)
        .toList();
  }

  private boolean isDead(String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    if (!target.toFile().exists()) {
      return true;
    }
    return parts.length == 2 && !new Markdown(target).anchors().contains(parts[1]);
  }
}
