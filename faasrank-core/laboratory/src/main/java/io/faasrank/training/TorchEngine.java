package io.faasrank.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;

/**
 * Starts DJL's PyTorch engine once, from the class path alone: no download, no call home, and one
 * native thread, so that results do not depend on the number of cores. A second thread takes a
 * fifth off the best time of an update of 300 steps, but makes the median several times longer
 * while other work wants the cores (measured on two), as rollouts do.
 */
final class TorchEngine {

  /** DJL allows one gradient collector per process; whoever collects holds this. */
  static final Object COLLECTING = new Object();

  private static final String NAME = "PyTorch";

  private TorchEngine() {}

  static synchronized Engine engine() {
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    setDefault("ai.djl.pytorch.num_threads", "1");
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException | IllegalArgumentException | IllegalStateException | LinkageError e) {
      throw new IllegalStateException(
          "training and engine djl need DJL's PyTorch engine for this platform on the class path,"
              + " and a folder to unpack 432 MB into, which the environment's DJL_CACHE_DIR names ("
              + cache()
              + "): "
              + deepest(e),
          e);
    }
  }

  private static String cache() {
    String folder = System.getenv("DJL_CACHE_DIR");
    return folder == null ? "not set" : folder;
  }

  private static String deepest(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  static String versions() {
    return "DJL " + Engine.getDjlVersion() + ", PyTorch " + engine().getVersion();
  }

  static NDManager newManager() {
    return engine().newBaseManager(Device.cpu());
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
