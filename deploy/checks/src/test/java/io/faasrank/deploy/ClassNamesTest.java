package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Guards against one name for two things: who meets a class by its simple name need not look at the
 * imports to know which one it is.
 */
class ClassNamesTest {

  private static final Path ROOT = Repository.file(".");

  /** Declarations of OpenWhisk's classes, whose names are not ours to choose. */
  private static final String OPENWHISK = "faasrank-loadbalancer/openwhisk-api";

  @Test
  void noTwoClassesShareASimpleName() throws IOException {
    Map<String, List<String>> declared = filesByName();

    assertThat(declared.keySet())
        .as("classes of every module, nested ones too")
        .contains("Feature", "Source", "Simulator", "FaaSRank", "ContainerBook", "Submission");
    declared.values().removeIf(files -> files.size() == 1);
    assertThat(declared).isEmpty();
  }

  /** The files that declare a class, an interface, a record or an enum, by its simple name. */
  private static Map<String, List<String>> filesByName() throws IOException {
    Map<String, List<String>> byName = new TreeMap<>();
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
      for (CompilationUnitTree unit : parser.parse()) {
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
    }
    return byName;
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
}
