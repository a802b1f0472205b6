package io.faasrank.metrics.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * The main class of the jar. An invoker brings SLF4J, Jackson and Typesafe config; with {@code java
 * -jar} nobody does. The jar therefore carries their classes in its folder {@code agent/}, where no
 * other class loader finds them, and the agent runs in a class loader that searches the jar's root
 * first and that folder next. An invoker does not use the folder.
 */
public final class AgentLauncher {

  private AgentLauncher() {}

  public static void main(String[] arguments) throws Exception {
    URL jar = AgentLauncher.class.getProtectionDomain().getCodeSource().getLocation();
    URL libraries = URI.create("jar:" + jar + "!/agent/").toURL();
    // lives as long as the process
    ClassLoader loader =
        new URLClassLoader(new URL[] {jar, libraries}, ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    Class<?> agent = loader.loadClass("io.faasrank.metrics.agent.Agent");
    Method main = agent.getMethod("main", String[].class);
    try {
      main.invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        System.err.println("faasrank-invoker-metrics: " + wrong.getMessage());
        System.exit(2);
      }
      throw e;
    }
  }
}
