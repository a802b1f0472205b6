package io.faasrank;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.faasrank.ArchitectureRules.BASE;
import static io.faasrank.ArchitectureRules.target;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guards the borders of what simulates, trains, compares and draws. */
@AnalyzeClasses(
    packages = "io.faasrank",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      LaboratoryArchitectureTest.LaboratoryOnly.class
    })
class LaboratoryArchitectureTest {

  /** Package, and the other packages that it may know. Nobody knows the command line. */
  private static final Map<String, String> MAY_KNOW =
      Map.of(
          "workload", "cluster",
          "simulation", "cluster feature model policy reward workload",
          "training", "cluster feature model policy reward simulation workload",
          "report", "policy simulation workload",
          "experiment", "canary model policy report simulation workload",
          "learn",
              "cluster event experiment feature model policy report simulation training workload",
          "cli",
              "canary cluster feature model policy report reward simulation training workload experiment learn");

  /** Leaves the core to its own test, whether it comes as a jar or as a folder. */
  static final class LaboratoryOnly implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return location.contains("/laboratory/");
    }
  }

  @ArchTest static final ArchTests rulesOfBoth = ArchTests.in(ArchitectureRules.class);

  @ArchTest
  static final ArchRule packagesKnowOnlyWhatTheTableSays =
      ArchitectureRules.packagesKnowOnly(MAY_KNOW);

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

  @Test
  void filesStayShort() throws IOException {
    ArchitectureRules.filesAreShort();
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
}
