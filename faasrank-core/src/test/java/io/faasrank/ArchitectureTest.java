package io.faasrank;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.faasrank.ArchitectureRules.target;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Guards the borders of what a controller loads. */
@AnalyzeClasses(packages = "io.faasrank", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Package, and the other packages that it may know. */
  private static final Map<String, String> MAY_KNOW =
      Map.of(
          "canary", "",
          "cluster", "",
          "event", "cluster",
          "feature", "cluster",
          "model", "cluster feature",
          "policy", "cluster feature model",
          "reward", "cluster");

  @ArchTest static final ArchTests rulesOfBoth = ArchTests.in(ArchitectureRules.class);

  @ArchTest
  static final ArchRule packagesKnowOnlyWhatTheTableSays =
      ArchitectureRules.packagesKnowOnly(MAY_KNOW);

  @ArchTest static final ArchRule nothingPrints = noClasses().should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule nothingExits =
      noClasses().should().accessTargetWhere(target("ends the process", System.class, "exit"));

  @ArchTest
  static final ArchRule timeIsInjected =
      noClasses()
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
}
