package io.faasrank;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Guards the borders that let the simulator and the controller run the same objects: a platform
 * type in the core, a package that reaches the wrong way, a number that a seed does not fix, a
 * package whose nulls are unchecked.
 */
@AnalyzeClasses(packages = "io.faasrank", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.faasrank.";

  /** Package, and the other packages that it may know. Nobody knows the command line. */
  private static final Map<String, String> MAY_KNOW =
      Map.of(
          "cluster", "",
          "feature", "cluster",
          "model", "cluster feature",
          "policy", "cluster feature model",
          "reward", "cluster",
          "workload", "cluster",
          "simulation", "cluster feature model policy reward workload",
          "training", "cluster feature model policy reward simulation workload",
          "report", "policy simulation workload",
          "cli", "cluster feature model policy report reward simulation training workload");

  /** Longest main source file, in lines. A convention: what a reader holds in mind. */
  private static final int MAX_LINES = 400;

  @ArchTest
  static final ArchRule packagesKnowOnlyWhatTheTableSays =
      classes().should(knowOnlyWhatTheTableSays());

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching(BASE + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule coreKnowsNoPlatform =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.openwhisk..",
              "scala..",
              "org.apache.pekko..",
              "org.apache.kafka..",
              "redis.clients..");

  @ArchTest
  static final ArchRule onlyTrainingAndItsWiringKnowDjl = only("ai.djl..", "training", "cli");

  @ArchTest static final ArchRule onlyCliKnowsPicocli = only("picocli..", "cli");

  @ArchTest
  static final ArchRule onlyCliKnowsProgressBars = only("me.tongfei.progressbar..", "cli");

  @ArchTest static final ArchRule onlyReportKnowsXChart = only("org.knowm.xchart..", "report");

  @ArchTest
  static final ArchRule onlyReportKnowsMustache = only("com.samskivert.mustache..", "report");

  @ArchTest
  static final ArchRule onlyCliPrints =
      noClasses().that().resideOutsideOfPackage(BASE + "cli..").should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyCliExits =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "cli..")
          .should()
          .accessTargetWhere(target("ends the process", System.class, "exit"));

  @ArchTest static final ArchRule loggingGoesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses()
          .should()
          .accessTargetWhere(target("sleeps", Thread.class, "sleep"))
          .orShould()
          .accessTargetWhere(target("sleeps", TimeUnit.class, "sleep"));

  /** Training reports how long it took; the command line shows progress. */
  @ArchTest
  static final ArchRule timeIsInjected =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE + "cli..", BASE + "training..")
          .should()
          .accessTargetWhere(target("reads the clock", System.class, "currentTimeMillis"))
          .orShould()
          .accessTargetWhere(target("reads the clock", System.class, "nanoTime"))
          .orShould()
          .accessTargetWhere(target("reads the clock", Instant.class, "now"));

  @ArchTest
  static final ArchRule randomnessIsInjected =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .accessTargetWhere(target("draws unseeded", Math.class, "random"))
          .orShould()
          .accessTargetWhere(target("draws unseeded", UUID.class, "randomUUID"))
          .orShould()
          .accessTargetWhere(target("seeds by itself", RandomGenerator.class, "of"))
          .orShould()
          .accessTargetWhere(target("seeds by itself", RandomGenerator.class, "getDefault"))
          .orShould()
          .accessTargetWhere(withoutArguments(RandomGeneratorFactory.class, "create"))
          .orShould()
          .accessTargetWhere(withoutArguments(SplittableRandom.class, "<init>"));

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes()
          .should(
              ArchCondition.from(
                  describe(
                      "reside in a package whose package-info says @NullMarked",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager");

  @Test
  void filesStayShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      assertThat(sources)
          .allSatisfy(
              file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MAX_LINES));
    }
  }

  /** Only the named packages of ours may depend on the library. */
  private static ArchRule only(String library, String... packages) {
    String[] allowed = Stream.of(packages).map(name -> BASE + name + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchCondition<JavaClass> knowOnlyWhatTheTableSays() {
    return new ArchCondition<>("be in a package of MAY_KNOW and know only what it says") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = shortPackage(type);
        String allowed = MAY_KNOW.get(from);
        if (allowed == null) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + " is in no package of MAY_KNOW"));
          return;
        }
        List<String> known = List.of(allowed.split(" ", -1));
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(BASE))
            .filter(dependency -> !from.equals(shortPackage(dependency.getTargetClass())))
            .filter(dependency -> !known.contains(shortPackage(dependency.getTargetClass())))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(dependency, dependency.getDescription())));
      }
    };
  }

  /** The first part of the package below the base, for instance {@code policy}; empty if none. */
  private static String shortPackage(JavaClass type) {
    String name = type.getPackageName() + ".";
    return name.startsWith(BASE) ? name.substring(BASE.length()).split("\\.", 2)[0] : "";
  }

  /** Calls of, and references to, the method. */
  private static DescribedPredicate<JavaAccess<?>> target(
      String what, Class<?> owner, String method) {
    return describe(
        what + " (" + owner.getSimpleName() + "." + method + ")",
        access ->
            access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(method));
  }

  private static DescribedPredicate<JavaAccess<?>> withoutArguments(Class<?> owner, String method) {
    return target("seeds by itself", owner, method)
        .and(
            describe(
                "no arguments",
                access ->
                    access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                        && called.getRawParameterTypes().isEmpty()));
  }
}
