package io.faasrank.openwhisk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The recorded types of an OpenWhisk, and of those of its libraries that are not on the class path,
 * by internal name.
 */
public final class RecordedSignatures {

  private static final Pattern HEAD =
      Pattern.compile(
          "public (?:abstract |final )*(?:class|interface) (\\S+)"
              + "(?: extends (.+?))?(?: implements (.+))?");

  private final Map<String, HostType> types = new HashMap<>();

  public RecordedSignatures(OpenWhiskVersion version) {
    version.records().forEach(this::read);
  }

  private void read(String record) {
    InputStream resource =
        Objects.requireNonNull(RecordedSignatures.class.getResourceAsStream(record));
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      List<String> block = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank()) {
          add(block);
          block.clear();
        } else if (!line.startsWith("#")) {
          block.add(line);
        }
      }
      add(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The type, or null where none of that name was recorded. */
  public @Nullable HostType type(String internalName) {
    return types.get(internalName);
  }

  private void add(List<String> block) {
    if (block.isEmpty()) {
      return;
    }
    Matcher head = HEAD.matcher(block.get(0));
    if (!head.matches()) {
      throw new IllegalStateException("not a recorded type: " + block.get(0));
    }
    List<String> supertypes = new ArrayList<>();
    for (int group = 2; group <= 3; group++) {
      String list = head.group(group);
      if (list != null) {
        for (String name : list.split(", ?", -1)) {
          supertypes.add(name.replace('.', '/'));
        }
      }
    }
    Set<String> members = new HashSet<>();
    Set<String> toImplement = new HashSet<>();
    Set<String> inherited = new HashSet<>();
    for (String line : block.subList(1, block.size())) {
      String member = line.strip();
      if (member.startsWith("static ")) {
        members.add(member.substring("static ".length()));
        continue;
      }
      boolean isAbstract = member.startsWith("abstract ");
      member = member.replaceFirst("^(abstract|default) ", "");
      members.add(member);
      (isAbstract ? toImplement : inherited).add(member);
    }
    types.put(
        head.group(1).replace('.', '/'), new HostType(supertypes, members, toImplement, inherited));
  }
}
