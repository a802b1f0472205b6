package io.faasrank.deploy;

import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.Kamon;
import kamon.metric.MeasurementUnit;
import kamon.prometheus.PrometheusReporter;
import kamon.tag.TagSet;
import org.awaitility.Awaitility;

/**
 * Every metric of the load balancer as Prometheus sees it: emitted with the name that OpenWhisk's
 * LogMarkerToken gives it, {@code kind.component_action_state}, and read from Kamon's own reporter.
 */
final class PrometheusNames {

  /** A line of the reporter: name, labels, value. */
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(\\w+_faasrank_\\w+?)(?:\\{(.*)})? \\S+$");

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private PrometheusNames() {}

  /** Names with the keys of their labels. */
  static Map<String, Set<String>> emitted() {
    PrometheusReporter reporter = new PrometheusReporter("kamon.prometheus", Kamon.config());
    Kamon.registerModule("faasrank-names", reporter);
    for (OperatorMetric metric : OperatorMetric.values()) {
      emit(metric);
    }
    Awaitility.await("Kamon's tick")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                samples(reporter).keySet().stream()
                        .filter(name -> !name.endsWith("_bucket") && !name.endsWith("_sum"))
                        .count()
                    == OperatorMetric.values().length);
    return samples(reporter);
  }

  private static void emit(OperatorMetric metric) {
    String name =
        metric.instrument().name().toLowerCase(Locale.ROOT)
            + ".faasrank_"
            + metric.metricName()
            + "_counter";
    Map<String, Object> tags = new TreeMap<>();
    metric.tagKeys().forEach(key -> tags.put(key, "x"));
    TagSet labels = TagSet.from(tags);
    switch (metric.instrument()) {
      case COUNTER -> Kamon.counter(name).withTags(labels).increment();
      case GAUGE -> Kamon.gauge(name).withTags(labels).update(1);
      case HISTOGRAM -> Kamon.histogram(name, unit(metric)).withTags(labels).record(1000);
    }
  }

  private static MeasurementUnit unit(OperatorMetric metric) {
    return switch (metric.unit()) {
      case "nanoseconds" -> MeasurementUnit.time().nanoseconds();
      case "milliseconds" -> MeasurementUnit.time().milliseconds();
      default -> MeasurementUnit.none();
    };
  }

  private static Map<String, Set<String>> samples(PrometheusReporter reporter) {
    Map<String, Set<String>> samples = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(reporter.scrapeData());
    while (sample.find()) {
      Set<String> labels = samples.computeIfAbsent(sample.group(1), ignored -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
      }
    }
    return samples;
  }
}
