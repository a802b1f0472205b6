package io.faasrank.testbed.attach;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who placed how many activations, by the Prometheus pages of all controllers of an OpenWhisk. They
 * also count what others invoke meanwhile.
 */
public final class ControllerMetrics {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** A page is up to two seconds old: the plugin's and OpenWhisk's own intervals. Chosen: ample. */
  private static final Duration CAUGHT_UP = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(500);

  /**
   * Longest wait for a controller that is still starting. Chosen: twice what one takes on a busy
   * machine until its page holds the first gauges.
   */
  private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

  /** A metric that is there from the start; its tag shows that tags are on. */
  private static final Pattern PRESENT =
      Pattern.compile("^gauge_faasrank_invokers_counter\\{freshness=", Pattern.MULTILINE);

  private static final Pattern DECISIONS = counter(OperatorMetric.DECISIONS, "policy");
  private static final Pattern FALLBACKS = counter(OperatorMetric.FALLBACKS, "reason");

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final List<URI> pages;
  private final Duration startedWithin;
  private final Map<URI, DecisionCounts> lastRead = new HashMap<>();
  private final Set<URI> silent = new LinkedHashSet<>();

  /**
   * @param pages a page for each controller, for instance {@code http://127.0.0.1:10001/metrics}
   * @throws IllegalArgumentException when one is no address
   */
  public ControllerMetrics(List<URI> pages) {
    this(pages, STARTED_WITHIN);
  }

  ControllerMetrics(List<URI> pages, Duration startedWithin) {
    this.startedWithin = startedWithin;
    for (URI page : pages) {
      if (!("http".equals(page.getScheme()) || "https".equals(page.getScheme()))
          || page.getHost() == null) {
        throw new IllegalArgumentException(
            "--metrics: expected addresses such as http://127.0.0.1:10001/metrics, found " + page);
      }
    }
    this.pages = List.copyOf(pages);
  }

  private static Pattern counter(OperatorMetric metric, String tag) {
    return Pattern.compile(
        "^counter_faasrank_%s_counter_total\\{(?:[^}]*,)?%s=\"([^\"]*)\"[^}]*} (\\S+)$"
            .formatted(metric.metricName(), tag),
        Pattern.MULTILINE);
  }

  /**
   * Waits until every page can be read, for a minute.
   *
   * @param onWait run once, where there is something to wait for
   * @throws ExperimentFailedException when one still cannot be read
   * @throws CancellationException when interrupted
   */
  public void await(Runnable onWait) {
    long deadline = System.nanoTime() + startedWithin.toNanos();
    boolean waits = false;
    while (true) {
      try {
        DecisionCounts unused = read();
        return;
      } catch (ExperimentFailedException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
      if (!waits) {
        waits = true;
        onWait.run();
      }
      AttachedCluster.sleep(LOOK);
    }
  }

  /**
   * What was counted so far. A controller may die while a workload runs: a page that was read
   * before counts what it said last.
   *
   * @throws ExperimentFailedException when a page cannot be read that never was, or has no metrics
   *     of FaaSRank
   */
  public DecisionCounts read() {
    DecisionCounts all = DecisionCounts.none();
    for (URI page : pages) {
      all = all.plus(read(page));
    }
    return all;
  }

  private DecisionCounts read(URI page) {
    try {
      DecisionCounts counts = parse(page, text(page));
      lastRead.put(page, counts);
      return counts;
    } catch (ExperimentFailedException e) {
      DecisionCounts last = lastRead.get(page);
      if (last == null) {
        throw e;
      }
      silent.add(page);
      return last;
    }
  }

  /** Pages that could be read at first and later could not, at least once. */
  public Set<URI> silent() {
    return Set.copyOf(silent);
  }

  /** What was counted since, once that is so many activations or no longer grows. */
  public DecisionCounts since(DecisionCounts before, int activations) {
    long deadline = System.nanoTime() + CAUGHT_UP.toNanos();
    DecisionCounts now = read().since(before);
    while (now.placed() < activations && System.nanoTime() - deadline < 0) {
      AttachedCluster.sleep(LOOK);
      now = read().since(before);
    }
    return now;
  }

  /** The counts of one page. */
  static DecisionCounts parse(URI page, String text) {
    if (!PRESENT.matcher(text).find()) {
      throw new ExperimentFailedException(
          "--metrics: %s has no metrics of FaaSRank; expected a controller with the plugin and with"
                  .formatted(page)
              + " whisk.metrics.kamon-enabled, kamon-tags-enabled and prometheus-enabled");
    }
    DecisionCounts counts = DecisionCounts.none();
    collect(DECISIONS, text, counts.placers());
    collect(FALLBACKS, text, counts.fallbacks());
    return counts;
  }

  private static void collect(Pattern pattern, String text, Map<String, Long> counts) {
    Matcher line = pattern.matcher(text);
    while (line.find()) {
      counts.merge(line.group(1), (long) Double.parseDouble(line.group(2)), Long::sum);
    }
  }

  private String text(URI page) {
    try {
      HttpRequest request = HttpRequest.newBuilder(page).timeout(ANSWER).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new ExperimentFailedException(
            "--metrics: %s answers with status %s".formatted(page, response.statusCode()));
      }
      return response.body();
    } catch (IOException e) {
      throw new ExperimentFailedException("--metrics: nothing answers at %s".formatted(page), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }
}
