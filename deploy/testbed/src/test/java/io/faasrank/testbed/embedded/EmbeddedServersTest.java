package io.faasrank.testbed.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.testbed.wire.KafkaClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Guards that both servers are real, stand beside each other, and leave nothing behind. */
final class EmbeddedServersTest {

  @Test
  void brokerKeepsWhatIsSent() throws ExecutionException, InterruptedException, IOException {
    Set<Path> before = leftovers();
    Set<String> threads = threads();
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedKafka other = EmbeddedKafka.start()) {
      assertThat(kafka.bootstrapServers()).isNotEqualTo(other.bootstrapServers());
      KafkaClients.ensureTopics(kafka.bootstrapServers(), List.of("t"));
      KafkaClients.ensureTopics(kafka.bootstrapServers(), List.of("t", "u"));
      try (Producer<byte[], byte[]> producer = KafkaClients.producer(kafka.bootstrapServers());
          Consumer<byte[], byte[]> consumer =
              KafkaClients.consumer(kafka.bootstrapServers(), "g")) {
        producer.send(new ProducerRecord<>("t", "hello".getBytes(UTF_8))).get();
        List<TopicPartition> topics = List.of(new TopicPartition("t", 0));
        consumer.assign(topics);
        consumer.seekToBeginning(topics);
        assertThat(consumer.poll(Duration.ofSeconds(10)))
            .singleElement()
            .satisfies(record -> assertThat(record.value()).asString(UTF_8).isEqualTo("hello"));
      }
    }
    // threads may take a moment to end, and those of earlier servers may end meanwhile
    Awaitility.await().untilAsserted(() -> assertThat(before).containsAll(leftovers()));
    Awaitility.await().untilAsserted(() -> assertThat(threads).containsAll(threads()));
  }

  @Test
  void redisServesIsKilledAndStartsAgain() throws IOException {
    Set<Path> before = leftovers();
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      try (Jedis client = new Jedis(redis.host(), redis.port())) {
        client.set("k", "v");
        assertThat(client.get("k")).isEqualTo("v");
      }
      redis.kill();
      try (Jedis client = new Jedis(redis.host(), redis.port())) {
        assertThatThrownBy(client::ping).isInstanceOf(JedisConnectionException.class);
      }
      redis.restart();
      try (Jedis client = new Jedis(redis.host(), redis.port())) {
        assertThat(client.get("k")).isNull();
      }
    }
    Awaitility.await().untilAsserted(() -> assertThat(before).containsAll(leftovers()));
  }

  @Test
  void redisHasEndedWhenKillAndCloseReturn() {
    EmbeddedRedis redis = EmbeddedRedis.start();
    for (int round = 0; round < 10; round++) {
      redis.kill();
      assertThat(children()).as("after %d restarts", round).isEmpty();
      redis.restart();
      assertThat(children()).hasSize(1);
    }
    redis.close();
    assertThat(children()).isEmpty();
  }

  @Test
  void folderGoesWithAllThatIsInIt() throws IOException {
    TemporaryFolder folder = new TemporaryFolder("faasrank-test-");
    Files.createDirectories(folder.path().resolve("a/b"));
    Files.writeString(folder.path().resolve("a/b/c"), "x");
    folder.close();
    assertThat(folder.path()).doesNotExist();
    folder.close();
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  private static Set<Path> leftovers() throws IOException {
    String own = "faasrank-[a-z]+-" + ProcessHandle.current().pid() + "-.*";
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches(own))
          .collect(Collectors.toSet());
    }
  }

  /** The broker's own threads; those of the JVM come and go. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches(".*(kafka|raft|broker|quorum).*"))
        .collect(Collectors.toSet());
  }
}
