package io.faasrank.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven writes into the jar; classes outside of a jar have none. */
public final class Version implements IVersionProvider {

  private static final String PROPERTIES =
      "/META-INF/maven/io.faasrank/faasrank-laboratory/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(PROPERTIES)) {
      if (in != null) {
        properties.load(in);
      }
    }
    return new String[] {"faasrank " + properties.getProperty("version", "(not packaged)")};
  }
}
