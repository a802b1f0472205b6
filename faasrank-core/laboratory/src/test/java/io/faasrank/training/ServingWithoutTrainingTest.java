package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.ScoringEngine;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Guards against serving that needs a library of training, and against an engine asked for in vain
 * that ends in a stack trace instead of a line that says what is missing.
 */
final class ServingWithoutTrainingTest {

  private static final List<String> HOST =
      List.of("slf4j-api", "jackson-core", "jackson-databind", "jackson-annotations");

  @Test
  void findsItsEnginesByName() {
    assertThat(ScoringEngine.named("java")).isSameAs(ScoringEngine.JAVA);
    assertThat(ScoringEngine.JAVA.scorer(ShippedModel.open(ShippedModel.DEFAULT)))
        .isInstanceOf(NetworkScorer.class);
    assertThat(ScoringEngine.named("djl").name()).isEqualTo("djl");
  }

  @Test
  void refusesAnUnknownNameAndListsTheKnownOnes() {
    assertThatThrownBy(() -> ScoringEngine.named("onnx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "engine 'onnx' is not on the class path, where there is java, djl;");
  }

  @Test
  void servesByJavaFromTheCoreAlone() throws Exception {
    try (URLClassLoader plugin = loader(module(ShippedModel.class))) {
      Object engine = named(plugin, "java");
      assertThat(scorer(plugin, engine).getClass().getClassLoader()).isSameAs(plugin);
    }
  }

  @Test
  void saysWhatToPutBesideThePlugin() throws Exception {
    try (URLClassLoader plugin = loader(module(ShippedModel.class))) {
      assertThatThrownBy(() -> named(plugin, "djl"))
          .cause()
          .hasMessage(
              "engine 'djl' is not on the class path, where there is java; engine djl needs the"
                  + " jars of faasrank-laboratory and of DJL's PyTorch engine beside the plugin");
    }
  }

  @Test
  void saysThatDjlIsMissingBesideTheLaboratory() throws Exception {
    try (URLClassLoader core = loader(module(ShippedModel.class), module(TorchEngine.class))) {
      Object engine = named(core, "djl");
      assertThatThrownBy(() -> scorer(core, engine))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching(
              "engine djl needs the jars of DJL's API and PyTorch engine on the class path, which"
                  + " lacks ai/djl/\\S+");
    }
  }

  @Test
  void saysThatTheNativeEngineIsMissingBesideDjl() throws Exception {
    try (URLClassLoader api =
        loader(module(ShippedModel.class), module(TorchEngine.class), library("api"))) {
      Object engine = named(api, "djl");
      assertThatThrownBy(() -> scorer(api, engine))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "training and engine djl need DJL's PyTorch engine for this platform on the class"
                  + " path, and a folder to unpack ")
          .hasMessageNotContaining("\n");
    }
  }

  /** Where a class of ours was loaded from: its module's folder of classes, or its jar. */
  private static String module(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static Object named(ClassLoader loader, String name) throws ReflectiveOperationException {
    return loader
        .loadClass(ScoringEngine.class.getName())
        .getMethod("named", String.class)
        .invoke(null, name);
  }

  private static Object scorer(ClassLoader loader, Object engine)
      throws ReflectiveOperationException, InvocationTargetException {
    Object model =
        loader
            .loadClass(ShippedModel.class.getName())
            .getMethod("open", String.class)
            .invoke(null, ShippedModel.DEFAULT);
    Class<?> type = loader.loadClass(ScoringEngine.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // where DJL looks for engines
    try {
      return type.getMethod("scorer", model.getClass()).invoke(engine, model);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  /** A class path of its own: what a controller brings, and the entries. */
  private static URLClassLoader loader(String... entries) throws MalformedURLException {
    List<String> all = new ArrayList<>(List.of(entries));
    for (String host : HOST) {
      all.add(library(host));
    }
    List<URL> urls = new ArrayList<>();
    for (String entry : all) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static String library(String artifact) {
    return entry(artifact + "-[0-9][^/]*\\.jar");
  }

  private static String entry(String lastPart) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(path -> Path.of(path).getFileName().toString().matches(lastPart))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + lastPart + " on the class path"));
  }
}
