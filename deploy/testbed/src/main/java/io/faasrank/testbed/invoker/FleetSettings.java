package io.faasrank.testbed.invoker;

import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet of emulated invokers is made of.
 *
 * @param bootstrapServers Kafka, as {@code host:port} separated by commas
 * @param topicPrefix prefix of all topics, as the OpenWhisk installation has it; empty usually
 * @param sizes one size for each invoker
 * @param firstNumber number of the first invoker; the others follow on
 * @param namePrefix with the number behind it, the unique name of an invoker
 * @param simulation how the model behaves
 * @param scale how fast virtual time runs
 * @param ackStyle how blocking activations are acknowledged
 * @param seed of the blur of the resource metrics and of the faults that are drawn
 * @param metrics how reports are published; null publishes none. Its interval and debounce are in
 *     real time, see {@link ScaledMetrics}
 */
public record FleetSettings(
    String bootstrapServers,
    String topicPrefix,
    List<InvokerSettings> sizes,
    int firstNumber,
    String namePrefix,
    SimulationSettings simulation,
    TimeScale scale,
    AckStyle ackStyle,
    long seed,
    @Nullable MetricsSettings metrics) {

  private static final int HIGHEST_NUMBER = 99_999;

  public FleetSettings {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("a fleet needs at least 1 invoker");
    }
    if (firstNumber < 0 || firstNumber + sizes.size() - 1 > HIGHEST_NUMBER) {
      throw new IllegalArgumentException(
          "invokers are numbered from 0 to %s, not from %s to %s"
              .formatted(HIGHEST_NUMBER, firstNumber, firstNumber + sizes.size() - 1));
    }
  }

  /** Invokers from number 0 on in real time, without metrics, as a calibrated simulation has. */
  public static FleetSettings of(String bootstrapServers, List<InvokerSettings> sizes) {
    return new FleetSettings(
        bootstrapServers,
        "",
        sizes,
        0,
        "emulated",
        SimulationSettings.defaults(),
        TimeScale.REAL,
        AckStyle.COMBINED,
        1,
        null);
  }

  /** The same with other numbers. */
  public FleetSettings withFirstNumber(int newFirst) {
    return new FleetSettings(
        bootstrapServers,
        topicPrefix,
        sizes,
        newFirst,
        namePrefix,
        simulation,
        scale,
        ackStyle,
        seed,
        metrics);
  }

  /** The same with another time scale. */
  public FleetSettings withScale(TimeScale newScale) {
    return new FleetSettings(
        bootstrapServers,
        topicPrefix,
        sizes,
        firstNumber,
        namePrefix,
        simulation,
        newScale,
        ackStyle,
        seed,
        metrics);
  }

  /** The same with another way to acknowledge. */
  public FleetSettings withAckStyle(AckStyle newStyle) {
    return new FleetSettings(
        bootstrapServers,
        topicPrefix,
        sizes,
        firstNumber,
        namePrefix,
        simulation,
        scale,
        newStyle,
        seed,
        metrics);
  }

  /** The same with metrics. */
  public FleetSettings withMetrics(MetricsSettings newMetrics) {
    return new FleetSettings(
        bootstrapServers,
        topicPrefix,
        sizes,
        firstNumber,
        namePrefix,
        simulation,
        scale,
        ackStyle,
        seed,
        newMetrics);
  }
}
