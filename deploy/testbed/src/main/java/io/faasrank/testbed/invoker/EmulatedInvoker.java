package io.faasrank.testbed.invoker;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.metrics.publish.InvokerReports;
import io.faasrank.metrics.publish.Publisher;
import io.faasrank.metrics.publish.PublisherThread;
import io.faasrank.simulation.FinishedRun;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ActivationOutcome;
import io.faasrank.testbed.wire.InvokerInstance;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One emulated invoker of a fleet. It can be killed and revived, and its acknowledgements can be
 * made to go wrong. Safe to call from many threads.
 */
public final class EmulatedInvoker {

  private final InvokerInstance instance;
  private final InvokerSettings size;
  private final FleetSettings settings;
  private final ScaledClock clock;
  private final AckFactory acks;
  private final AckSender sender;
  private final FleetTimer timer;
  private final @Nullable PublisherThread publishers;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong completed = new AtomicLong();
  private volatile AckFaults faults = AckFaults.NONE;
  private volatile RunListener listener = RunListener.NONE;
  private volatile @Nullable InvokerLife life;
  private @Nullable Publisher publisher;
  private @Nullable Future<?> wakeUp;

  EmulatedInvoker(
      int number,
      FleetSettings settings,
      ScaledClock clock,
      AckSender sender,
      FleetTimer timer,
      @Nullable PublisherThread publishers) {
    this.size = settings.sizes().get(number - settings.firstNumber());
    this.instance = InvokerInstance.of(number, settings.namePrefix() + number, size.memoryMb());
    this.settings = settings;
    this.clock = clock;
    this.acks = new AckFactory(instance, settings.ackStyle(), clock);
    this.sender = sender;
    this.timer = timer;
    this.publishers = publishers;
  }

  /** How it names itself. */
  public InvokerInstance instance() {
    return instance;
  }

  public InvokerSettings size() {
    return size;
  }

  public int number() {
    return instance.instance();
  }

  /** Whether it pings and takes activations. */
  public boolean alive() {
    return life != null;
  }

  /** Activations that it has taken since the fleet began, over all restarts. */
  public long accepted() {
    return accepted.get();
  }

  /** Activations that it has acknowledged or, under a fault, would have. */
  public long completed() {
    return completed.get();
  }

  /** Activations taken and not completed; those of a dead invoker are gone. */
  public int inflight() {
    InvokerLife living = life;
    return living == null ? 0 : living.inflight();
  }

  /** Its containers now; null when it is dead. */
  public @Nullable ContainerReport containers() {
    InvokerLife living = life;
    return living == null ? null : living.containers();
  }

  /** Sets what goes wrong with its acknowledgements from now on. */
  public void acknowledge(AckFaults newFaults) {
    faults = newFaults;
  }

  /** Sets who hears of its runs from now on. */
  void listen(RunListener newListener) {
    listener = newListener;
  }

  /**
   * Stops everything at once, as a crash would: pings, work, acknowledgements, metrics. What it had
   * taken is lost, and what is sent to it from now on stays in Kafka. Nothing when it is dead.
   */
  public synchronized void kill() {
    InvokerLife living = life;
    if (living == null) {
      return;
    }
    living.end();
    life = null;
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
    if (wakeUp != null) {
      wakeUp.cancel(false);
      wakeUp = null;
    }
  }

  /**
   * Acknowledges what it had taken as a system error, and from now on all that it is sent. It goes
   * on to ping and report until it is killed.
   */
  void leave() {
    InvokerLife living = life;
    if (living != null) {
      living.leave();
    }
  }

  /**
   * Starts it again without containers: it pings, takes what Kafka has kept for it, and publishes.
   * Nothing when it is alive.
   */
  public synchronized void revive() {
    if (life != null) {
      return;
    }
    InvokerLife born =
        new InvokerLife(
            number(), size, settings.simulation(), settings.seed(), clock, new Acknowledger());
    life = born;
    if (settings.metrics() != null && publishers != null) {
      Publisher own =
          new Publisher(
              settings.metrics(),
              new InvokerReports(
                  number(),
                  String.valueOf(instance.uniqueName()),
                  System.currentTimeMillis(),
                  born::resources,
                  born::containers,
                  System::currentTimeMillis));
      publishers.start(own);
      publisher = own;
    }
  }

  /** Takes an activation; false when it is dead. */
  boolean accept(Activation activation) {
    InvokerLife living = life;
    if (living == null || !living.accept(activation)) {
      return false;
    }
    accepted.incrementAndGet();
    changed(living);
    return true;
  }

  /** Advances to now, reports what has ended and sets the alarm for the next event. */
  private synchronized void changed(InvokerLife living) {
    if (living != life) {
      return;
    }
    long nanos = living.advance();
    if (publisher != null) {
      publisher.changed();
    }
    if (wakeUp != null) {
      wakeUp.cancel(false);
    }
    wakeUp = nanos == Long.MAX_VALUE ? null : timer.after(nanos, () -> changed(living));
  }

  private final class Acknowledger implements InvokerLife.LifeListener {

    @Override
    public void ran(AcceptedActivation activation, FinishedRun run) {
      listener.ran(number(), activation.activation().activationId(), run);
      for (Acknowledgement ack : acks.ran(activation, run)) {
        send(activation.activation(), ack);
      }
      completed.incrementAndGet();
    }

    @Override
    public void refused(Activation activation, ActivationOutcome outcome, String reason) {
      send(activation, acks.refused(activation, outcome, reason));
      completed.incrementAndGet();
    }

    private void send(Activation activation, Acknowledgement ack) {
      sender.send(activation.controller(), ack, faults);
    }
  }
}
