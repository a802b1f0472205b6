package io.faasrank.loadbalancer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Guards the borders that let the testbed run a controller's own classes, and that keep a request
 * from ever waiting: a host's type outside the shell, Redis where decisions are made.
 */
@AnalyzeClasses(
    packages = "io.faasrank.loadbalancer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {

  @ArchTest
  static final ArchRule onlyTheShellKnowsOpenWhisk =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.faasrank.loadbalancer.openwhisk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.openwhisk..", "scala..", "org.apache.pekko..", "spray..", "kamon..");

  @ArchTest
  static final ArchRule onlyTheFeedKnowsRedis =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.faasrank.loadbalancer.cluster..",
              "io.faasrank.loadbalancer.decision..",
              "io.faasrank.loadbalancer.observe..",
              "io.faasrank.loadbalancer.model..",
              "io.faasrank.loadbalancer.openwhisk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("redis..", "io.faasrank.loadbalancer.redis..");

  @ArchTest
  static final ArchRule theClockIsInjectedWhereDecisionsAreMade =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.faasrank.loadbalancer.cluster..", "io.faasrank.loadbalancer.decision..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
