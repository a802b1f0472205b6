package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against links to files and headings that were renamed, and commands that read wrongly. */
class DocumentsTest {

  private static final Set<String> OUTSIDE = Set.of("target", ".git", ".mvn");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Path> documents = documents();

    assertThat(documents).hasSizeGreaterThan(15);
    assertThat(documents).allSatisfy(file -> assertThat(new Markdown(file).deadLinks()).isEmpty());
  }

  @Test
  void deadLinksAreFound(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.md"),
            """
            # One `heading`, and more
            [a](#one-heading-and-more) [b](#two) [c](a.md#one-heading-and-more) [d](b.md) [e](b.md#x)
            ```
            # Two
            ```
            """);

    assertThat(new Markdown(file).deadLinks())
        .containsExactly(file + ": #two", file + ": b.md", file + ": b.md#x");
  }

  /** With --askpass redis-cli takes the first line of what it is given for the password. */
  @Test
  void noPasswordIsReadFromWhatACommandIsGiven() throws IOException {
    assertThat(documents())
        .allSatisfy(
            file ->
                assertThat(Repository.text(file).lines())
                    .noneMatch(line -> line.contains("--askpass") && line.contains(" -x ")));
  }

  /** The image lets its user write to the folder of its volume, and to no other. */
  @Test
  void theContainerOfRedisKeepsItsDataInItsVolume() {
    String document = Repository.text("deploy/redis/README.md");
    Matcher data = Pattern.compile("\nfaasrank_redis_data: (\\S+)\n").matcher(document);

    assertThat(data.find()).isTrue();
    assertThat(document).contains("-v faasrank-redis:" + data.group(1) + " redis:");
  }

  /** A variable that the role does not know is ignored, without a word. */
  @Test
  void everyVariableOfRedisIsTheRoles() throws IOException {
    String role = Repository.text("deploy/ansible/roles/faasrank/defaults/main.yml");
    for (Path file : documents()) {
      Pattern.compile("\\bfaasrank_redis_\\w+")
          .matcher(Repository.text(file))
          .results()
          .map(MatchResult::group)
          .forEach(name -> assertThat(role).as(file + ": " + name).contains(name + ":"));
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        Repository.file("."),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return OUTSIDE.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }
}
