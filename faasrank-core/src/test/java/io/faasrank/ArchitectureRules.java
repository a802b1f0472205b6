package io.faasrank;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Rules of the core and of the laboratory alike, which both run in simulator and controller: no
 * platform type, no circle, no number that a seed does not fix, no package whose nulls are
 * unchecked.
 */
public final class ArchitectureRules {

  public static final String BASE = "io.faasrank.";

  /** Longest main source file, in lines. A convention: what a reader holds in mind. */
  private static final int MAX_LINES = 400;

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

  @ArchTest static final ArchRule loggingGoesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses()
          .should()
          .accessTargetWhere(target("sleeps", Thread.class, "sleep"))
          .orShould()
          .accessTargetWhere(target("sleeps", TimeUnit.class, "sleep"));

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

  private ArchitectureRules() {}

  /** No main source file of the module in whose folder the test runs is too long to read. */
  public static void filesAreShort() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      assertThat(sources)
          .allSatisfy(
              file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MAX_LINES));
    }
  }

  /**
   * Each class is in a package of the table and knows only the packages that it names.
   *
   * @param mayKnow by a package's short name those that it may know, separated by spaces
   */
  public static ArchRule packagesKnowOnly(Map<String, String> mayKnow) {
    return classes().should(knowOnly(mayKnow));
  }

  private static ArchCondition<JavaClass> knowOnly(Map<String, String> mayKnow) {
    return new ArchCondition<>("be in a package of the table and know only what it says") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = shortPackage(type);
        String allowed = mayKnow.get(from);
        if (allowed == null) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + " is in no package of the table"));
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
  public static DescribedPredicate<JavaAccess<?>> target(
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
