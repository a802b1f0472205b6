package io.faasrank.testbed.attach;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.testbed.invoker.EmulatedInvokers;
import io.faasrank.testbed.invoker.FleetSettings;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Emulated invokers that have joined a running OpenWhisk. */
public final class AttachedCluster implements AutoCloseable {

  /**
   * Longest wait for the next invoker to be tested. A controller tests an invoker at its first
   * ping, unless it still knows it from a run that was killed less than ten seconds before.
   * Measured: 1,000 invokers are tested within 15 s.
   */
  private static final Duration TESTED_WITHIN = Duration.ofSeconds(20);

  /**
   * After a change of mode and a restart of the invokers: the plugin looks for the mode each half
   * second, invokers report each second, and are ranked after one more.
   */
  private static final Duration SETTLE = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final EmulatedInvokers fleet;

  private AttachedCluster(EmulatedInvokers fleet) {
    this.fleet = fleet;
  }

  /**
   * Joins and waits until a controller has tested every invoker, if it does.
   *
   * @throws ExperimentFailedException when Kafka cannot be reached
   */
  public static AttachedCluster join(FleetSettings settings) {
    EmulatedInvokers fleet;
    try {
      fleet = EmulatedInvokers.start(settings);
    } catch (IllegalStateException e) {
      throw new ExperimentFailedException("--kafka: " + e.getMessage(), e);
    }
    AttachedCluster cluster = new AttachedCluster(fleet);
    try {
      cluster.awaitTests();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void awaitTests() {
    long last = System.nanoTime();
    long tested = 0;
    while (tested < fleet.invokers().size() && System.nanoTime() - last < TESTED_WITHIN.toNanos()) {
      sleep(LOOK);
      long now = tested();
      if (now > tested) {
        tested = now;
        last = System.nanoTime();
      }
    }
  }

  /** Invokers that a controller has tested, or used. */
  public long tested() {
    return fleet.invokers().stream().filter(invoker -> invoker.completed() > 0).count();
  }

  /** The emulated invokers. */
  public EmulatedInvokers fleet() {
    return fleet;
  }

  /**
   * Removes all containers, as at the start of a simulated episode, and waits for reports that say
   * so.
   */
  public void renew() {
    fleet.restart();
    sleep(SETTLE);
  }

  /**
   * Waits so long.
   *
   * @throws CancellationException when interrupted
   */
  public static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }

  /**
   * Leaves. Controllers hear of it at once, and nobody waits for activations that have not
   * completed.
   */
  @Override
  public void close() {
    try {
      fleet.leave();
    } finally {
      fleet.close();
    }
  }
}
