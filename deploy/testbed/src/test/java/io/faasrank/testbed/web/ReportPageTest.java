package io.faasrank.testbed.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cli.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Drives an evaluation's report. Guards against a map whose script fails, that cannot be read on a
 * telephone or in the dark or reached by keys, and against a page that needs anything from outside.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageTest {

  private Path report = Path.of("");
  private Browser browser;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  ReportPageTest() {}

  @BeforeAll
  void evaluate(@TempDir Path folder) {
    browser = Browser.open(folder.resolve("profile"));
    StringWriter err = new StringWriter();
    int code =
        Commands.run(
            List.of(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "evaluate",
            "--policies",
            "least-connections,faasrank",
            "--workloads",
            "M1",
            "--repetitions",
            "1",
            "--no-progress",
            "--out",
            folder.resolve("out").toString());
    assertThat(code).as(err.toString()).isZero();
    report = folder.resolve("out").resolve("report.html");
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private void show(int width, boolean dark) {
    browser.show(report.toUri().toString(), width, dark);
  }

  @ParameterizedTest
  @CsvSource({"400, false", "400, true", "1280, false", "1280, true"})
  void textIsReadableAndNothingIsWiderThanTheScreen(int width, boolean dark) {
    show(width, dark);
    assertThat(
            browser.ask(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isEqualTo(0L);
    assertThat((Double) smallestText()).as("pixels of the smallest text").isGreaterThan(10);
    assertThat((Double) browser.ask(CONTRAST, "--ink")).isGreaterThan(7);
    assertThat((Double) browser.ask(CONTRAST, "--soft")).isGreaterThan(4.5);
    assertThat(browser.ask("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(dark ? "rgb(20, 24, 29)" : "rgb(255, 255, 255)");
    assertThat(browser.errors()).isEmpty();
  }

  /** Of a drawing's text in pixels of the screen, whatever its scale. */
  private Object smallestText() {
    return browser.ask(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()"
            + " && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e =>"
            + " parseFloat(getComputedStyle(e).fontSize) * (e.ownerSVGElement ?"
            + " e.ownerSVGElement.getBoundingClientRect().width /"
            + " e.ownerSVGElement.viewBox.baseVal.width : 1))) * 1.0000001");
  }

  /** WCAG's contrast of a colour of the style sheet with the page. */
  private static final String CONTRAST =
      "(name => { const light = c => { const v = c.match(/[0-9.]+/g).slice(0, 3).map(x => x / 255)"
          + ".map(x => x <= 0.03928 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4));"
          + " return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };"
          + " const probe = document.createElement('i'); probe.style.color = 'var(' + name + ')';"
          + " document.body.appendChild(probe); const a = light(getComputedStyle(probe).color);"
          + " const b = light(getComputedStyle(document.body).backgroundColor); probe.remove();"
          + " return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) * 1.0000001; })(arguments[0])";

  @Test
  void hashingStandsBesideFaaSRankWithARowForEachInvoker() {
    show(1280, false);
    assertThat(browser.all("#map .panel")).hasSize(2);
    assertThat(browser.find("#map").getText()).contains("hashing", "faasrank", "cold starts");
    for (WebElement panel : browser.all("#map .panel")) {
      assertThat(count(panel, ".lane")).isEqualTo(10);
      assertThat(count(panel, ".l1")).isPositive();
      assertThat(count(panel, ".cold")).isPositive();
      assertThat(count(panel, ".wait")).isPositive();
      assertThat(count(panel, ".point")).isGreaterThan(100);
    }
  }

  private static int count(WebElement panel, String selector) {
    return panel.findElements(By.cssSelector(selector)).size();
  }

  @Test
  void aClickTellsWhyTheActivationWentThere() {
    show(400, false);
    assertThat(browser.find("#map-why").getText()).contains("Choose an activation");
    browser.ask("arguments[0].scrollIntoView()", browser.find("#map [data-panel='1']"));
    browser.all("#map [data-panel='1'] .point").get(20).click();
    String why = browser.find("#map-why").getText();
    assertThat(why).contains("hashing: invoker ", "faasrank: invoker ", "What moved the score of");
    assertThat(browser.all("#map-why tbody tr").size()).isBetween(2, 13);
    assertThat(browser.find("#map-why tr.chosen").getText()).contains("chosen");
    assertThat(browser.all("#map-why td.words .minus")).isNotEmpty();
    assertThat(browser.all("#map .ring")).as("in both pictures").hasSize(2);
  }

  @Test
  void keysChooseActivationsAndSchedulers() {
    show(1280, true);
    WebElement learned = browser.find("#map [data-panel='1']");
    learned.sendKeys(Keys.ARROW_RIGHT);
    String first = browser.find("#map-why b").getText();
    assertThat(first).contains("activation 0,");
    learned.sendKeys(Keys.ARROW_RIGHT);
    assertThat(browser.find("#map-why b").getText()).isNotEqualTo(first);
    learned.sendKeys(Keys.ARROW_UP);
    assertThat(browser.ask("document.activeElement.dataset.panel")).isEqualTo("0");
    assertThat(browser.find("#map-why").getText()).contains("hashing is a rule");
  }

  @Test
  void aFunctionShowsWhereItsContainersLive() {
    show(1280, false);
    int all = browser.all("#map .point").size();
    WebElement option = browser.all("#map-function option").get(1);
    option.click();
    assertThat(option.getText()).startsWith("containers of ");
    assertThat(browser.all("#map .point").size()).isPositive().isLessThan(all);
    assertThat((String) browser.ask("document.querySelector('#map .l1 title').textContent"))
        .contains("1 container of ");
    assertThat(browser.find("#map-keys").getText()).contains("1 container");
  }

  @Test
  void oneFileIsAllThereIs() throws IOException {
    String page = Files.readString(report);
    assertThat(page).doesNotContain("src=", "@import", "url(", "<link");
    assertThat(page).contains("1 workload, 1 repetition each", "<dt>Version</dt>", "<dt>Date</dt>");
    assertThat(page).containsPattern("<dt>Model</dt><dd><code>sha256:[0-9a-f]{64}");
    assertThat(page).as("there are none").doesNotContain("95 % intervals", "jackknife");
    assertThat(page.length()).isLessThan(1_000_000);
  }
}
