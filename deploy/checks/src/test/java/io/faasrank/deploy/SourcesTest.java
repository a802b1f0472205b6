package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Guards against one name for two things: who meets a class by its simple name need not look at the
 * imports to know which one it is. And against classes or packages that need each other, so that
 * none can be read first.
 */
class SourcesTest {

  private static final Path ROOT = Repository.file(".");

  /** Declarations of OpenWhisk's classes, whose names are not ours to choose. */
  private static final String OPENWHISK = "faasrank-loadbalancer/openwhisk-api";

  /** The package and the top-level class of an import of ours. */
  private static final Pattern IMPORT =
      Pattern.compile("(io\\.faasrank(?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*).*");

  private static final List<CompilationUnitTree> UNITS = new ArrayList<>();

  @BeforeAll
  static void parse() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask parser =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources()));
      parser.parse().forEach(UNITS::add);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> !file.startsWith(ROOT.resolve(OPENWHISK)))
          .toList();
    }
  }

  @Test
  void noTwoClassesShareASimpleName() {
    Map<String, List<String>> declared = filesByName();

    assertThat(declared.keySet())
        .as("classes of every module, nested ones too")
        .contains("Feature", "Source", "Simulator", "FaaSRank", "ContainerBook", "Submission");
    declared.values().removeIf(files -> files.size() == 1);
    assertThat(declared).isEmpty();
  }

  @Test
  void importsFormNoCircle() {
    Map<String, Set<String>> byClass = new TreeMap<>();
    Map<String, Set<String>> byPackage = new TreeMap<>();
    for (CompilationUnitTree unit : UNITS) {
      String within = String.valueOf(unit.getPackageName());
      String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
      String name = within + "." + file.replace(".java", "");
      for (ImportTree imported : unit.getImports()) {
        Matcher ours = IMPORT.matcher(imported.getQualifiedIdentifier().toString());
        if (ours.matches()) {
          String other = ours.group(1) + "." + ours.group(2);
          if (!name.equals(other)) {
            byClass.computeIfAbsent(name, ignored -> new TreeSet<>()).add(other);
          }
          if (!within.equals(ours.group(1))) {
            byPackage.computeIfAbsent(within, ignored -> new TreeSet<>()).add(ours.group(1));
          }
        }
      }
    }

    assertThat(byPackage).containsKey("io.faasrank.loadbalancer.decision");
    assertThat(inCircles(byPackage)).isEmpty();
    assertThat(inCircles(byClass)).isEmpty();
  }

  /** What is left when whatever needs nothing of the rest is taken away, again and again. */
  private static Map<String, Set<String>> inCircles(Map<String, Set<String>> needs) {
    while (needs.values().removeIf(others -> others.stream().noneMatch(needs::containsKey))) {
      // the next round may find more
    }
    return needs;
  }

  /** The files that declare a class, an interface, a record or an enum, by its simple name. */
  private static Map<String, List<String>> filesByName() {
    Map<String, List<String>> byName = new TreeMap<>();
    for (CompilationUnitTree unit : UNITS) {
      String file = ROOT.relativize(Path.of(unit.getSourceFile().toUri())).toString();
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree tree, Void none) {
          String name = tree.getSimpleName().toString();
          if (!name.isEmpty()) { // an anonymous class has none
            byName.computeIfAbsent(name, ignored -> new ArrayList<>()).add(file);
          }
          return super.visitClass(tree, null);
        }
      }.scan(unit, null);
    }
    return byName;
  }
}
