package io.faasrank.loadbalancer;

import io.faasrank.event.ControllerStarted;
import io.faasrank.event.ModeSet;
import io.faasrank.event.ModelServed;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Ejections;
import io.faasrank.loadbalancer.cluster.NewestReports;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Rehearsal;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.decision.WaitingRoom;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.redis.EventStream;
import io.faasrank.loadbalancer.redis.InflightExchange;
import io.faasrank.loadbalancer.redis.RedisFeed;
import io.faasrank.loadbalancer.redis.TrialFeed;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.ScoringEngine;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One controller's FaaSRank: what decides, and what feeds it. Knows no OpenWhisk type; a controller
 * and the testbed each put their own dispatching around it:
 *
 * <ol>
 *   <li>tell {@link #cluster} how many invokers and controllers there are, whenever that changes
 *   <li>ask {@link #asksPolicy} whether the policy is asked about an activation, and {@link
 *       #waiting} where among the {@link #ranked} invokers it goes, or in mode shadow {@link
 *       #placement}; null leaves it to hashing, and what had better wait joins those that do
 *   <li>open it in {@link #ledger} before it is sent, close it there when it is acknowledged, and
 *       tell {@link #waiting} of it when its memory is given back
 * </ol>
 */
public final class FaaSRank implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FaaSRank.class);

  private final ClusterBook book;
  private final ModeSwitch modes;
  private final ModelStore models;
  private final Placement placement;
  private final DecisionLedger ledger;
  private final WaitingRoom waiting;
  private final Meters meters;
  private final NewestReports reports;
  private final RedisFeed feed;
  private final InflightExchange exchange;
  private final TrialFeed trials;
  private final Canary canary;
  private final Ejections ejections;
  private final Housekeeping housekeeping;
  private final EventLog log;
  private final @Nullable EventStream events;
  private volatile int invokers;
  private volatile int controllers = 1;

  private FaaSRank(LoadBalancerSettings settings, MetricSink sink, String controller) {
    LongSupplier nanoClock = System::nanoTime;
    meters = new Meters(sink);
    long seed = new SecureRandom().nextLong();
    log = settings.events().enabled() ? new EventLog() : EventLog.off();
    log.add(started(settings, nanoClock.getAsLong(), seed));
    log.add(new ModeSet(nanoClock.getAsLong(), settings.mode().label()));
    book = new ClusterBook(settings.freshness(), settings.maxActions(), nanoClock, log);
    modes =
        new ModeSwitch(
            settings.mode(),
            meters,
            mode -> {
              log.add(new ModeSet(nanoClock.getAsLong(), mode.label()));
              modeChanged();
            });
    canary = new Canary(System::currentTimeMillis, () -> modes.current() == Mode.CANARY);
    ejections = new Ejections(settings.ejection(), () -> invokers, nanoClock, meters);
    Rehearsal rehearsal = new Rehearsal(settings.policy(), settings.candidates(), nanoClock);
    rehearsal.ofPolicy();
    models =
        ModelStore.open(
            settings.model(),
            ScoringEngine.named(settings.engine()),
            settings.modelSignature(),
            rehearsal::ofModel);
    placement =
        new Placement(
            book,
            new ServingPolicies(
                settings.policy(),
                settings.candidates(),
                () -> {
                  Served onTrial = canary.candidate();
                  return onTrial == null ? models.served() : onTrial;
                },
                served -> logServed(log, served, nanoClock.getAsLong())),
            settings.freshness().minFreshShare(),
            settings.maxLostShare(),
            settings.decisionBudget(),
            meters,
            nanoClock,
            seed);
    ledger = new DecisionLedger(book, modes, settings.policy(), meters, canary, ejections);
    waiting =
        new WaitingRoom(
            settings.lateBinding(),
            settings.policy(),
            placement,
            ledger,
            book,
            this::places,
            meters);
    reports =
        new NewestReports(
            new ReportIntake(book, meters, ledger), book, meters, settings.reportThreads());
    FeedListener listener = new FeedListener(reports, modes, models);
    feed =
        new RedisFeed(
            settings.redis(),
            settings.controlInterval(),
            settings.reportThreads(),
            () -> invokers,
            listener);
    Exchange others = new Exchange(controller, book, ledger, () -> controllers > 1);
    exchange = new InflightExchange(settings.redis(), others);
    housekeeping = new Housekeeping(meters, models, book, listener, () -> invokers);
    trials =
        new TrialFeed(
            settings.redis(),
            settings.controlInterval(),
            canary,
            new CanaryReport(models, canary, meters),
            UUID.randomUUID().toString(),
            System::currentTimeMillis,
            nanoClock);
    housekeeping.also(placement::look);
    housekeeping.also(ejections::sweep);
    housekeeping.also(others::age);
    meters.gauge(book::heard, OperatorMetric.OTHER_CONTROLLERS);
    housekeeping.follow(exchange::reconnects, OperatorMetric.REDIS_RECONNECTS);
    housekeeping.follow(feed::reconnects, OperatorMetric.REDIS_RECONNECTS);
    housekeeping.follow(trials::reconnects, OperatorMetric.REDIS_RECONNECTS);
    housekeeping.follow(feed::modesRefused, OperatorMetric.MODES_REFUSED);
    housekeeping.follow(feed::modelsRefused, OperatorMetric.MODELS_REFUSED);
    housekeeping.follow(feed::listenerFailures, OperatorMetric.FEED_FAULTS);
    housekeeping.follow(reports::failures, OperatorMetric.FEED_FAULTS);
    events =
        settings.events().enabled()
            ? new EventStream(
                log,
                UUID.randomUUID().toString(),
                settings.events().redis(),
                settings.events().maxBytes(),
                nanoClock,
                System::currentTimeMillis)
            : null;
    if (events != null) {
      housekeeping.follow(events::written, OperatorMetric.EVENTS);
      housekeeping.follow(events::writtenBytes, OperatorMetric.EVENT_BYTES);
      housekeeping.follow(events::lost, OperatorMetric.EVENTS_LOST);
    }
  }

  private static ControllerStarted started(LoadBalancerSettings settings, long nanos, long seed) {
    String version = FaaSRank.class.getPackage().getImplementationVersion();
    return new ControllerStarted(
        nanos,
        version == null ? "" : version,
        settings.policy(),
        settings.candidates().toString(),
        settings.maxActions(),
        settings.freshness().staleAfter().toNanos(),
        settings.freshness().settle().toNanos(),
        settings.freshness().minFreshShare(),
        settings.maxLostShare(),
        settings.lateBinding().enabled(),
        settings.lateBinding().rule().patience(),
        settings.lateBinding().rule().busyIdleShare(),
        seed);
  }

  private static void logServed(EventLog log, Served served, long nanos) {
    if (log.enabled()) {
      byte[] file = ModelFile.toBytes(served.model());
      log.add(new ModelServed(nanos, served.digest(), served.version(), file));
    }
  }

  /**
   * Rehearses deciding, then starts the threads that read Redis and emit metrics, without waiting
   * for them.
   *
   * @param controller id of this controller among those that share the invokers
   * @throws IllegalArgumentException when the engine is not on the class path
   */
  public static FaaSRank start(LoadBalancerSettings settings, MetricSink sink, String controller) {
    FaaSRank faasrank = new FaaSRank(settings, sink, controller);
    faasrank.reports.start();
    faasrank.feed.start();
    faasrank.exchange.start();
    faasrank.trials.start();
    faasrank.waiting.start();
    if (faasrank.events != null) {
      faasrank.events.start();
    }
    faasrank.housekeeping.start();
    LOG.info(
        "FaaSRank: mode {}, policy {}, model {}, engine {}, late binding {}, metrics from {}",
        settings.mode(),
        settings.policy(),
        settings.model(),
        settings.engine(),
        settings.lateBinding().enabled() ? "on" : "off",
        settings.redis());
    return faasrank;
  }

  /**
   * Tells the size of the cluster.
   *
   * @param invokerCount invokers that ever registered
   * @param controllerCount controllers that share them, at least 1
   */
  public void cluster(int invokerCount, int controllerCount) {
    invokers = invokerCount;
    controllers = controllerCount;
    book.controllers(controllerCount);
  }

  public ClusterBook book() {
    return book;
  }

  public ModeSwitch modes() {
    return modes;
  }

  /**
   * Whether the policy is asked about an activation that comes now: to place it, or in mode shadow
   * for comparison.
   *
   * @param mode in force, from {@link #modes}
   */
  public boolean asksPolicy(Mode mode) {
    return switch (mode) {
      case HASHING -> false;
      case SHADOW, FAASRANK -> true;
      case CANARY -> canary.asksPolicy();
    };
  }

  /** Whether the policy places what comes now. */
  private boolean places() {
    Mode mode = modes.current();
    return mode != Mode.SHADOW && asksPolicy(mode);
  }

  /** What waits must not wait for a policy that places no longer. */
  private void modeChanged() {
    waiting.look();
  }

  /** The invokers of the pool that may be ranked: without those left out for failing. */
  public Pool ranked(Pool pool) {
    return ejections.remaining(pool);
  }

  public Placement placement() {
    return placement;
  }

  /** Places as {@link #placement} does, and keeps what had better wait for an invoker. */
  public WaitingRoom waiting() {
    return waiting;
  }

  public DecisionLedger ledger() {
    return ledger;
  }

  /** The model in service, apart from one on trial; null when there is no good one. */
  public @Nullable Served served() {
    return models.served();
  }

  public Meters meters() {
    return meters;
  }

  /** Leaves what waits to hashing, and ends the threads, without waiting for them. */
  @Override
  public void close() {
    waiting.close();
    feed.close();
    reports.close();
    exchange.close();
    trials.close();
    if (events != null) {
      events.close();
    }
    housekeeping.close();
  }
}
