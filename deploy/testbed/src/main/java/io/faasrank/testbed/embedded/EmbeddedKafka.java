package io.faasrank.testbed.embedded;

import io.faasrank.testbed.wire.KafkaLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker in this process: KRaft, one node that is broker and controller, on free ports
 * of the loopback, with its data in a temporary folder. Starts in one to three seconds. Closing
 * stops its threads and deletes its data.
 *
 * @see KafkaLogs
 */
public final class EmbeddedKafka implements AutoCloseable {

  /** Another process may take a port between its choice and its use. */
  private static final int ATTEMPTS = 3;

  /** Clients are told to come to the broker itself. */
  private static final int OWN_PORT = 0;

  static {
    KafkaLogs.quiet();
  }

  private final TemporaryFolder folder;
  private final KafkaRaftServer server;
  private final int port;
  private final int advertisedPort;

  private EmbeddedKafka(
      TemporaryFolder folder, KafkaRaftServer server, int port, int advertisedPort) {
    this.folder = folder;
    this.server = server;
    this.port = port;
    this.advertisedPort = advertisedPort;
  }

  /**
   * A running broker.
   *
   * @throws IllegalStateException when it does not start; nothing is left behind
   */
  public static EmbeddedKafka start() {
    return attempt(OWN_PORT, FreePorts::two);
  }

  /**
   * A running broker that tells its clients to use another port of the loopback, where a proxy
   * leads them to {@link #port()}.
   *
   * @throws IllegalStateException when it does not start; nothing is left behind
   */
  public static EmbeddedKafka startBehind(int advertisedPort) {
    return attempt(advertisedPort, FreePorts::two);
  }

  /**
   * @param ports chooses the broker's and the controller's for each attempt
   */
  static EmbeddedKafka start(Supplier<int[]> ports) {
    return attempt(OWN_PORT, ports);
  }

  private static EmbeddedKafka attempt(int advertisedPort, Supplier<int[]> ports) {
    KafkaException failure = new KafkaException();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return startOnce(advertisedPort, ports.get());
      } catch (KafkaException e) {
        failure = e;
      }
    }
    throw new IllegalStateException("the broker does not start: " + failure.getMessage(), failure);
  }

  /**
   * Starts a server without its halt of the JVM: Kafka's controller halts the JVM when it does not
   * start, for instance because its port is taken. With the halt replaced it cleans up and throws
   * as the broker does. The replacement holds for the whole JVM, hence one start at a time.
   */
  private static synchronized EmbeddedKafka startOnce(int advertisedPort, int[] ports) {
    TemporaryFolder folder = new TemporaryFolder("faasrank-kafka-");
    Exit.setHaltProcedure((status, message) -> {});
    try {
      int advertised = advertisedPort == OWN_PORT ? ports[0] : advertisedPort;
      Properties settings = settings(folder.path(), ports[0], ports[1], advertised);
      format(folder.path(), settings);
      KafkaRaftServer server =
          new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      try {
        server.startup();
      } catch (Exception e) {
        server.shutdown();
        // a port that is taken is the cause of a bare RuntimeException
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        throw new KafkaException(e.getMessage() + ": " + cause, e);
      }
      return new EmbeddedKafka(folder, server, ports[0], advertised);
    } catch (Exception | LinkageError e) {
      folder.close();
      throw e;
    } finally {
      Exit.resetHaltProcedure();
    }
  }

  private static Properties settings(
      Path folder, int port, int controllerPort, int advertisedPort) {
    Properties settings = new Properties();
    settings.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + advertisedPort),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", folder.resolve("data").toString()),
            Map.entry("num.partitions", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // an activation message may hold 1 MB of parameters
            Map.entry("message.max.bytes", Integer.toString(4 << 20)),
            // the compaction of a log needs 128 MB of heap otherwise
            Map.entry("log.cleaner.enable", "false"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2")));
    return settings;
  }

  private static void format(Path folder, Properties settings) {
    Path file = folder.resolve("server.properties");
    try (var writer = Files.newBufferedWriter(file);
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      settings.store(writer, null);
      writer.flush();
      String[] command = {
        "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
      };
      int exit = StorageTool.execute(command, nowhere);
      if (exit != 0) {
        throw new IllegalStateException("the broker's folder cannot be formatted: " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's folder cannot be formatted", e);
    }
  }

  /** What a client's {@code bootstrap.servers} must say. */
  public String bootstrapServers() {
    return "127.0.0.1:" + advertisedPort;
  }

  /** The port on which the broker itself listens. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      folder.close();
    }
  }
}
