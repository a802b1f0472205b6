package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.FaaSRank;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.LateArrival;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.Told;
import io.faasrank.loadbalancer.decision.WaitingActivation;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.policy.Decision;
import io.faasrank.testbed.controller.OpenActivations.OpenActivation;
import io.faasrank.testbed.invoker.FleetTimer;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.ActivationRecord;
import io.faasrank.testbed.wire.KafkaClients;
import io.faasrank.testbed.wire.MalformedMessages;
import io.faasrank.testbed.wire.Ping;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Stages 8 and 9 of 12 without OpenWhisk: places activations by FaaSRank's own classes or by the
 * stock rule, sends them over Kafka and closes each once, by its acknowledgement or by force. Safe
 * to call from many threads.
 *
 * <p>As in OpenWhisk, an activation that Kafka does not take stays open until its time is up, and
 * an acknowledgement that comes after that changes nothing.
 */
public final class StandInController implements AutoCloseable {

  /**
   * How often silence is noticed and tests are sent. Chosen: a hundredth of OpenWhisk's time-out.
   */
  private static final long LOOK_MILLIS = 100;

  /** Time-outs, and a send that may wait for Kafka. */
  private static final int TIMER_THREADS = 2;

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ControllerSettings settings;
  private final FaaSRank faasrank;
  private final InvokerRegistry registry;
  private final StockRule stock;
  private final OpenActivations open = new OpenActivations();
  private final MalformedMessages malformed = new MalformedMessages();
  private final FleetTimer timer = new FleetTimer("stand-in-controller-timer", TIMER_THREADS);
  private final Producer<byte[], byte[]> producer;
  private final ActivationSender sender;
  private final ControllerFeed feed;
  private final LongAdder dispatched = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder[] ended = new LongAdder[Outcome.values().length];

  private StandInController(ControllerSettings settings, FaaSRank faasrank) {
    this.settings = settings;
    this.faasrank = faasrank;
    this.registry =
        new InvokerRegistry(
            settings, System::nanoTime, count -> faasrank.cluster(count, settings.controllers()));
    this.stock = new StockRule(faasrank.book(), settings.seed());
    for (int i = 0; i < ended.length; i++) {
      ended[i] = new LongAdder();
    }
    this.producer = KafkaClients.producer(settings.bootstrapServers());
    this.sender = new ActivationSender(producer, settings.topicPrefix(), settings.id());
    this.feed =
        new ControllerFeed(
            KafkaClients.consumer(
                settings.bootstrapServers(), settings.topicPrefix() + "controller" + settings.id()),
            settings.topicPrefix() + Ping.TOPIC,
            settings.topicPrefix() + Acknowledgement.topic(settings.id()),
            malformed,
            new Incoming());
  }

  /**
   * A running controller that has heard of no invoker yet.
   *
   * @param sink where FaaSRank's metrics go, for instance a {@link MeterTable}
   * @throws IllegalStateException when Kafka cannot be reached
   */
  public static StandInController start(ControllerSettings settings, MetricSink sink) {
    // first of all, since it says in one line what is wrong with Kafka
    KafkaClients.ensureTopics(
        settings.bootstrapServers(),
        List.of(
            settings.topicPrefix() + Ping.TOPIC,
            settings.topicPrefix() + Acknowledgement.topic(settings.id())));
    StandInController controller =
        new StandInController(settings, FaaSRank.start(settings.balancer(), sink, settings.id()));
    controller.feed.start();
    Future<?> unused =
        controller.timer.scheduleAtFixedRate(
            controller::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return controller;
  }

  private void look() {
    registry.look().forEach(sender::test);
    faasrank.book().seen(registry.pool());
  }

  /**
   * Places an activation and sends it.
   *
   * @return its end; fails with {@link NoInvokerException} when no invoker is usable, and is
   *     cancelled when the controller is closed before
   */
  public CompletableFuture<ActivationResult> publish(Submission submission) {
    return publish(submission, decision -> {});
  }

  /**
   * As {@link #publish(Submission)}.
   *
   * @param watch shown what the policy saw, once the activation is on its way: by this thread or,
   *     where it waits here first, later by another; not where it gave no answer or the stock rule
   *     alone placed. Valid during the call
   */
  public CompletableFuture<ActivationResult> publish(
      Submission submission, Consumer<Decision> watch) {
    Arriving arriving = new Arriving(submission, watch);
    Mode mode = faasrank.modes().current();
    if (!faasrank.asksPolicy(mode)) {
      return arriving.byStock(null, null, null);
    }
    Request ranked = arriving.request();
    if (mode == Mode.SHADOW) {
      Choice shadowed = faasrank.placement().shadow(ranked);
      return arriving.byStock(shadowed, faasrank.placement().lastFallback(), null);
    }
    Choice placed = faasrank.waiting().place(ranked);
    if (placed != null && placed.waits()) {
      if (faasrank.waiting().join(arriving, ranked)) {
        return arriving.result;
      }
      placed = null;
    }
    if (placed == null) {
      return arriving.byStock(null, faasrank.placement().lastFallback(), null);
    }
    arriving.send(ranked, placed, null);
    return arriving.result;
  }

  /** An activation on its way through the controller. */
  private final class Arriving implements WaitingActivation {

    private final Submission submission;
    private final Consumer<Decision> watch;
    private final long submittedNanos = System.nanoTime();
    private final long submittedMillis = System.currentTimeMillis();
    private final String id = ActivationSender.newId();
    private final CompletableFuture<ActivationResult> result = new CompletableFuture<>();
    private final ActionBook book;

    Arriving(Submission submission, Consumer<Decision> watch) {
      this.submission = submission;
      this.watch = watch;
      String name = submission.action().qualified();
      book = faasrank.book().actions().book(submission.namespace(), name, submission.memoryMb());
      book.seen(LocalReplay.TIME_LIMIT_MILLIS, false);
    }

    private Request in(Pool pool) {
      return new Request(id, book, pool, 1, registry.slots(submission.memoryMb()));
    }

    @Override
    public String owner() {
      return submission.namespace();
    }

    @Override
    public long messageBytes() {
      return submission.content() == null ? 0 : submission.content().toString().length();
    }

    @Override
    public Request request() {
      return in(faasrank.ranked(registry.pool()));
    }

    @Override
    public void send(Request request, Choice placed, @Nullable LateArrival arrival) {
      dispatch(placed.invoker(), placed, null, null, arrival);
      watch.accept(faasrank.placement().lastDecision(request.pool()));
    }

    @Override
    public void leave(LateArrival arrival, @Nullable Fallback fallback) {
      CompletableFuture<ActivationResult> unused = byStock(null, fallback, arrival);
    }

    @Override
    public void fail(Throwable cause) {
      result.completeExceptionally(cause);
    }

    CompletableFuture<ActivationResult> byStock(
        @Nullable Choice shadowed, @Nullable Fallback fallback, @Nullable LateArrival arrival) {
      Request request = in(registry.pool());
      int invoker = stock.place(request);
      if (invoker == StockRule.NONE) {
        refused.increment();
        result.completeExceptionally(new NoInvokerException(request.pool().size()));
      } else {
        dispatch(invoker, null, shadowed, fallback, arrival);
      }
      return result;
    }

    void dispatch(
        int invoker,
        @Nullable Choice placed,
        @Nullable Choice shadowed,
        @Nullable Fallback fallback,
        @Nullable LateArrival arrival) {
      faasrank.ledger().open(id, book, invoker, 1, placed, shadowed, fallback, arrival);
      OpenActivation entry =
          new OpenActivation(id, invoker, submission.memoryMb(), submittedNanos, result);
      open.add(entry);
      dispatched.increment();
      entry.timeout(
          timer.after(
              settings.acknowledgeWithin().toNanos(), () -> close(id, Outcome.TIMED_OUT, null)));
      sender.send(invoker, id, submission, submittedMillis);
    }
  }

  private void close(String id, Outcome outcome, @Nullable ActivationRecord record) {
    OpenActivation entry = open.remove(id);
    if (entry == null) {
      if (outcome != Outcome.TIMED_OUT) {
        ignored.increment();
        faasrank.ledger().close(id, outcome);
      }
      return;
    }
    told(id, record);
    faasrank.ledger().close(id, outcome);
    registry.release(entry.invoker, entry.memoryMb);
    faasrank.waiting().ended(entry.invoker);
    ended[outcome.ordinal()].increment();
    registry.ended(
        entry.invoker,
        switch (outcome) {
          case TIMED_OUT -> HealthWatch.Result.TIMEOUT;
          case SYSTEM_ERROR -> HealthWatch.Result.SYSTEM_ERROR;
          case COMPLETED, IGNORED -> HealthWatch.Result.SUCCESS;
        });
    entry.end(outcome, record, System.nanoTime());
  }

  private void told(String id, @Nullable ActivationRecord record) {
    if (record != null) {
      faasrank
          .ledger()
          .told(
              id,
              Told.of(
                  record.outcome().statusCode(),
                  record.timedOut(),
                  record.durationMillis(),
                  Objects.requireNonNullElse(record.waitMillis(), -1L),
                  Objects.requireNonNullElse(record.initMillis(), -1L)));
    }
  }

  /** The invokers of now, by number. */
  public List<InvokerState> invokers() {
    return registry.states();
  }

  /** What was counted so far. */
  public ControllerTotals totals() {
    return new ControllerTotals(
        dispatched.sum(),
        ended[Outcome.COMPLETED.ordinal()].sum(),
        ended[Outcome.SYSTEM_ERROR.ordinal()].sum(),
        ended[Outcome.TIMED_OUT.ordinal()].sum(),
        open.size(),
        refused.sum(),
        ignored.sum(),
        sender.unsent(),
        malformed.count());
  }

  /** What was skipped on the controller's topics. */
  public MalformedMessages malformed() {
    return malformed;
  }

  /** The classes of the plugin that decide here. */
  public FaaSRank faasrank() {
    return faasrank;
  }

  /** Stops reading and sending; activations in flight are cancelled. */
  @Override
  public void close() {
    faasrank.waiting().close();
    feed.close();
    timer.shutdownNow();
    faasrank.close();
    open.cancel();
    producer.close(CLOSING);
  }

  private final class Incoming implements ControllerFeed.MessageListener {

    @Override
    public void pinged(Ping ping) {
      registry.pinged(ping);
    }

    @Override
    public void acknowledged(Acknowledgement ack) {
      if (ack instanceof Acknowledgement.ResultMessage result) {
        OpenActivation entry = open.find(result.activationId());
        if (entry != null) {
          entry.record(result.record());
          told(result.activationId(), result.record());
        }
      } else if (ack instanceof Acknowledgement.CombinedMessage combined) {
        slotFree(ack, combined.systemError(), combined.invoker().instance(), combined.record());
      } else if (ack instanceof Acknowledgement.CompletionMessage completion) {
        slotFree(ack, completion.systemError(), completion.invoker().instance(), null);
      }
    }

    private void slotFree(
        Acknowledgement ack,
        @Nullable Boolean systemError,
        int invoker,
        @Nullable ActivationRecord record) {
      boolean failed = Boolean.TRUE.equals(systemError);
      if (ack.transaction().id().equals(ActivationSender.TEST_TRANSACTION)) {
        registry.ended(
            invoker, failed ? HealthWatch.Result.SYSTEM_ERROR : HealthWatch.Result.SUCCESS);
      } else {
        close(ack.activationId(), failed ? Outcome.SYSTEM_ERROR : Outcome.COMPLETED, record);
      }
    }
  }
}
