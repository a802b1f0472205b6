package io.faasrank.testbed.invoker;

import io.faasrank.metrics.publish.PublisherThread;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.KafkaClients;
import io.faasrank.testbed.wire.MalformedMessages;
import io.faasrank.testbed.wire.MessageWriter;
import io.faasrank.testbed.wire.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A fleet of emulated invokers. They share one Kafka consumer, one producer, a thread that hands
 * out activations, two for pings and the model's events, and one that publishes.
 */
public final class EmulatedInvokers implements AutoCloseable {

  /** As often as OpenWhisk's invokers; a controller counts one that is silent for 10 s as gone. */
  private static final long PING_MILLIS = 1000;

  /** Events and pings are short; a second thread keeps a send that waits from delaying the rest. */
  private static final int TIMER_THREADS = 2;

  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** Controllers read a last ping within that. Chosen: ten times what a message takes. */
  private static final Duration READ_WITHIN = Duration.ofMillis(200);

  /** What controllers sent before they read it arrives within that. Chosen, for a busy machine. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

  private final FleetSettings settings;
  private final ScaledClock clock;
  private final MalformedMessages malformed = new MalformedMessages();
  private final List<EmulatedInvoker> invokers = new ArrayList<>();
  private final FleetTimer timer;
  private final Producer<byte[], byte[]> producer;
  private final AckSender sender;
  private @Nullable PublisherThread publishers;
  private @Nullable ActivationFeed feed;
  private boolean leaving;

  private EmulatedInvokers(FleetSettings settings, ScaledClock clock) {
    this.settings = settings;
    this.clock = clock;
    this.producer = KafkaClients.producer(settings.bootstrapServers());
    this.timer = new FleetTimer("emulated-invokers-timer", TIMER_THREADS);
    this.sender = new AckSender(producer, settings.topicPrefix(), timer, settings.seed());
  }

  /**
   * A fleet that has joined: its topics exist, its consumer stands, all are alive and ping.
   *
   * @throws IllegalStateException when Kafka cannot be reached; nothing is left running then
   */
  public static EmulatedInvokers start(FleetSettings settings) {
    return start(settings, ScaledClock.of(settings.scale()));
  }

  /** As {@link #start(FleetSettings)}, on the given clock. */
  public static EmulatedInvokers start(FleetSettings settings, ScaledClock clock) {
    // first of all, since it says in one line what is wrong with Kafka
    KafkaClients.ensureTopics(settings.bootstrapServers(), topics(settings));
    EmulatedInvokers fleet = new EmulatedInvokers(settings, clock);
    try {
      fleet.join();
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private static String topic(FleetSettings settings, int number) {
    return settings.topicPrefix() + Activation.topic(number);
  }

  private static List<String> topics(FleetSettings settings) {
    List<String> topics = new ArrayList<>(List.of(settings.topicPrefix() + Ping.TOPIC));
    for (int i = 0; i < settings.sizes().size(); i++) {
      topics.add(topic(settings, settings.firstNumber() + i));
    }
    return topics;
  }

  private void join() {
    if (settings.metrics() != null) {
      publishers = new PublisherThread();
    }
    Map<TopicPartition, EmulatedInvoker> byTopic = new LinkedHashMap<>();
    for (int i = 0; i < settings.sizes().size(); i++) {
      int number = settings.firstNumber() + i;
      EmulatedInvoker invoker =
          new EmulatedInvoker(number, settings, clock, sender, timer, publishers);
      invokers.add(invoker);
      byTopic.put(new TopicPartition(topic(settings, number), 0), invoker);
    }
    ActivationFeed consumer =
        new ActivationFeed(
            KafkaClients.consumer(
                settings.bootstrapServers(), settings.topicPrefix() + "emulated-invokers"),
            byTopic,
            malformed);
    feed = consumer;
    invokers.forEach(EmulatedInvoker::revive);
    consumer.start();
    Future<?> unused = timer.scheduleAtFixedRate(this::ping, 0, PING_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void ping() {
    String topic = settings.topicPrefix() + Ping.TOPIC;
    for (EmulatedInvoker invoker : invokers) {
      if (invoker.alive()) {
        Future<?> unused =
            producer.send(
                new ProducerRecord<>(
                    topic, MessageWriter.write(new Ping(invoker.instance(), !leaving))));
      }
    }
  }

  /** All invokers, dead or alive, by number. */
  public List<EmulatedInvoker> invokers() {
    return List.copyOf(invokers);
  }

  /** Sets who hears of the runs of all invokers from now on, in place of an earlier listener. */
  public void listen(RunListener listener) {
    invokers.forEach(invoker -> invoker.listen(listener));
  }

  /** Starts all of them again, without containers; what they had taken is lost. */
  public void restart() {
    invokers.forEach(EmulatedInvoker::kill);
    invokers.forEach(EmulatedInvoker::revive);
  }

  /** What was skipped on the invokers' topics. */
  public MalformedMessages malformed() {
    return malformed;
  }

  /** Acknowledgements that Kafka has refused, or not taken in time. */
  public long acknowledgementsFailed() {
    return sender.failed();
  }

  /**
   * Leaves in order, as a disabled invoker does: a last ping says so, after which controllers send
   * nothing more. What has not completed by then is acknowledged as a system error, and so is what
   * still arrives within a second. To be followed by {@link #close}.
   */
  public void leave() {
    synchronized (this) {
      leaving = true;
    }
    ping();
    pause(READ_WITHIN);
    invokers.forEach(EmulatedInvoker::leave);
    pause(ON_THE_WAY);
  }

  /** Returns early if the thread is interrupted. */
  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  /** Stops all at once, as {@link EmulatedInvoker#kill}, and lets go of Kafka and Redis. */
  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
    invokers.forEach(EmulatedInvoker::kill);
    timer.shutdownNow();
    if (publishers != null) {
      publishers.close();
    }
    producer.close(CLOSING);
  }
}
