package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against a command without a man page, and a page without the command's options. */
class ManPagesTest {

  @Test
  void eachCommandHasAPageWithItsOptions(@TempDir Path folder) throws IOException {
    ManPages.write(folder, "7.8.9");
    Path pages = folder.resolve("adoc");
    try (Stream<Path> files = Files.list(pages)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names)
          .contains("faasrank.adoc", "faasrank-demo.adoc", "faasrank-completion.adoc")
          .contains("faasrank-testbed-attach.adoc", "faasrank-explain-log.adoc");
    }
    assertThat(pages.resolve("faasrank-explain-log.adoc"))
        .content()
        .contains(
            ":doctype: manpage", "faasrank 7.8.9", "--why-not", "Where record keeps its files")
        .contains("Input that has to be corrected");
    assertThat(folder.resolve("faasrank_completion"))
        .content()
        .contains("function _picocli_faasrank_explain_log()", "--why-not");
  }
}
