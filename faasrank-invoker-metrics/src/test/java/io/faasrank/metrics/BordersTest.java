package io.faasrank.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Guards the agent against a type that only an invoker has, and the core against being needed for
 * more than the report.
 */
@AnalyzeClasses(
    packages = "io.faasrank.metrics",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {

  @ArchTest
  static final ArchRule ONLY_THE_BORDER_KNOWS_OPENWHISK =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.faasrank.metrics.openwhisk")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.openwhisk..", "org.apache.pekko..", "scala..", "spray..");

  @ArchTest
  static final ArchRule ONLY_THE_LINK_KNOWS_JEDIS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.faasrank.metrics.publish")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("redis..");

  @ArchTest
  static final ArchRule OF_THE_CORE_ONLY_THE_REPORT_IS_USED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.faasrank.feature..",
              "io.faasrank.model..",
              "io.faasrank.policy..",
              "io.faasrank.reward..");
}
