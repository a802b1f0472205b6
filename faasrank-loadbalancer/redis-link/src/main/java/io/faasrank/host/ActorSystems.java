package io.faasrank.host;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * There are two jars of each plugin, for OpenWhisk on Pekko and on Akka, and they differ in nothing
 * but the package of the actor system. In the other's place a jar would end with an error about a
 * missing method; this says what to do.
 */
public final class ActorSystems {

  private static final Logger LOG = LoggerFactory.getLogger(ActorSystems.class);

  /** Shading turns the name into Akka's in the one jar. */
  private static final String OWN = "org.apache.pekko.actor.ActorSystem";

  private ActorSystems() {}

  /**
   * Checks that the host has the actor system that this jar is made for, and logs a line else.
   *
   * @param plugin name of the plugin, with which its jars begin
   * @throws IllegalStateException with that line, which names the right jar
   */
  public static void check(String plugin) {
    try {
      Class.forName(OWN, false, ActorSystems.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      String line = wrongJar(plugin, OWN.startsWith("akka"));
      LOG.error(line);
      throw new IllegalStateException(line, e);
    }
  }

  static String wrongJar(String plugin, boolean forAkka) {
    return forAkka
        ? String.format(
            "%1$s-*-openwhisk-2-plugin.jar is for OpenWhisk on Akka, and this one has none: put"
                + " %1$s-*-plugin.jar, for Pekko, in its place",
            plugin)
        : String.format(
            "%1$s-*-plugin.jar is for OpenWhisk on Pekko, and this one has none: put"
                + " %1$s-*-openwhisk-2-plugin.jar, for Akka, in its place",
            plugin);
  }
}
