package io.faasrank.report;

import com.samskivert.mustache.Mustache;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The HTML pages' Mustache templates, which are resources of this package and share a style. */
final class Templates {

  private static final Mustache.Compiler MUSTACHE =
      Mustache.compiler().emptyStringIsFalse(true).withLoader(Templates::open);

  private Templates() {}

  /** Writes a page; flushes, does not close. */
  static void write(String template, Object page, Writer out) throws IOException {
    try (Reader reader = open(template)) {
      MUSTACHE.compile(reader).execute(page, out);
    }
    out.flush();
  }

  private static Reader open(String name) throws IOException {
    InputStream resource = Templates.class.getResourceAsStream(name + ".mustache");
    if (resource == null) {
      throw new FileNotFoundException("resource " + name + ".mustache is missing");
    }
    return new InputStreamReader(resource, StandardCharsets.UTF_8);
  }
}
