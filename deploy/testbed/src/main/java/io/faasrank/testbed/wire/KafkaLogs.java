package io.faasrank.testbed.wire;

/**
 * Keeps Kafka's clients and broker from logging each setting and each attempt, where slf4j-simple
 * does the logging and no system property says otherwise. Users of Kafka count what fails.
 */
public final class KafkaLogs {

  private static final String LEVEL = "org.slf4j.simpleLogger.log.";

  private KafkaLogs() {}

  /** To be called before the first class of Kafka is used; later calls do nothing. */
  public static void quiet() {
    quiet("kafka", "error");
    quiet("org.apache.kafka", "error");
    quiet("state.change.logger", "error");
    // logs each client name that is used twice
    quiet("org.apache.kafka.common.utils.AppInfoParser", "off");
    // log4j is on the class path for the broker's tools alone; its own hook complains when the
    // process ends while it is being loaded
    setDefault("log4j2.shutdownHookEnabled", "false");
    setDefault("log4j2.statusLoggerLevel", "OFF");
  }

  private static void quiet(String logger, String level) {
    setDefault(LEVEL + logger, level);
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
