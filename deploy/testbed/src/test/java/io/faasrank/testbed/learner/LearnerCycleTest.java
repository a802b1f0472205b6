package io.faasrank.testbed.learner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFileReader;
import io.faasrank.event.EventFiles;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.testbed.cli.Main;
import io.faasrank.testbed.demo.LearnActs;
import io.faasrank.testbed.demo.LearnWorld;
import io.faasrank.testbed.demo.SteadyTraffic;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.testbed.local.LocalServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * {@code learn run} as a process of its own, beside a cluster that serves all the time: round after
 * round it learns, offers and puts on trial what it offers. With kills it is ended by SIGKILL at
 * random moments, and started again. At each of these moments what it left on the disk and in Redis
 * must be whole; at the end the log must have no gap. Takes minutes, at most 12, after which no
 * more activations come; prints what happened.
 *
 * <pre>mvn -q -B test -pl deploy/testbed -am -Dtest=LearnerCycleTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfaasrank.learner.minutes=12 -Dfaasrank.learner.kills=20
 * </pre>
 */
@EnabledIfSystemProperty(named = "faasrank.learner.minutes", matches = "\\d+")
final class LearnerCycleTest {

  private static final Map<String, Object> KEYS =
      Map.of(
          "events.enabled", true,
          "control-interval", "100 ms",
          "decision-budget", "1 s",
          "freshness.stale-after", "10 s");

  private static final long MINUTES = Integer.getInteger("faasrank.learner.minutes", 0);
  private static final int KILLS = Integer.getInteger("faasrank.learner.kills", 0);
  private static final int UPDATES = Integer.getInteger("faasrank.learner.updates", 2);

  private final Instant start = Instant.now();

  @Test
  void roundAfterRound(@TempDir Path folder) throws IOException, InterruptedException {
    LearnWorld world = LearnWorld.of(1);
    Path serving = folder.resolve("serving.safetensors");
    ModelFile.write(serving, LearnActs.serving());
    Path kept = Files.createDirectories(folder.resolve("learner"));
    try (LocalServers servers = LocalServers.start();
        LocalCluster cluster =
            LocalCluster.start(
                servers,
                "learn.",
                world.invokers(),
                TimeScale.REAL,
                "faasrank",
                serving.toString(),
                CandidateLimit.NONE,
                1,
                1,
                KEYS);
        SteadyTraffic traffic = SteadyTraffic.begin(cluster, world.traffic());
        Jedis redis = new Jedis(servers.redis().host(), servers.redis().port())) {
      String address = "redis://" + servers.redis().host() + ":" + servers.redis().port();
      SplittableRandom random = new SplittableRandom(1);
      Duration all = Duration.ofMinutes(MINUTES);
      for (int run = 0; run <= KILLS; run++) {
        Process learner = learner(address, kept);
        Duration part = all.dividedBy(KILLS + 1L);
        double share = KILLS == 0 ? 1 : 0.1 + 1.8 * random.nextDouble();
        Thread.sleep((long) (part.toMillis() * share));
        assertThat(learner.isAlive()).isTrue();
        assertThat(traffic.flows()).isTrue();
        learner.destroyForcibly().waitFor();
        say("killed; " + whole(kept, redis));
      }
      assertThat(gaps(kept)).isZero();
      try (Stream<Path> offers = Files.list(kept.resolve("offers"))) {
        assertThat(offers.filter(each -> !each.getFileName().toString().startsWith(".")))
            .isNotEmpty();
      }
    }
  }

  private void say(String line) {
    long seconds = Duration.between(start, Instant.now()).toSeconds();
    System.out.printf(Locale.ROOT, "%4d s %s%n", seconds, line);
  }

  private Process learner(String redis, Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx1g",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "learn",
                "run",
                "--redis=" + redis,
                "--folder=" + folder,
                "--publish=trial",
                "--every=1",
                "--updates=" + UPDATES,
                "--minutes=1",
                "--block=4",
                "--washout=0.5")
            .redirectErrorStream(true)
            .start();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(this::say);
              } catch (IOException | RuntimeException e) {
                // killed
              }
            });
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  /** What is there, each of it whole. */
  private static String whole(Path folder, Jedis redis) throws IOException {
    LearnerFolder kept = new LearnerFolder(folder);
    int offered = 0;
    List<String> offers = kept.offers();
    for (String offer : offers) {
      Model model = ModelFile.read(kept.model(offer), offer);
      assertThat(ModelBytes.digest(ModelFile.toBytes(model)))
          .isEqualTo(kept.evidence(offer).path("digest").asText());
      offered += kept.evidence(offer).path("offered").asBoolean() ? 1 : 0;
      JsonNode unused = kept.trial(offer);
    }
    for (String key : List.of(RedisKeys.MODEL, RedisKeys.CANDIDATE)) {
      byte[] bytes =
          redis.hget(
              key.getBytes(StandardCharsets.UTF_8),
              RedisKeys.MODEL_BYTES.getBytes(StandardCharsets.UTF_8));
      if (bytes != null) {
        Model unused = ModelFile.read(bytes, key);
      }
    }
    return String.format(
        Locale.ROOT,
        "%s candidates, %s offered; last round: %s; last verdict: %s; log %.1f MB; half written: %s",
        offers.size(),
        offered,
        kept.lastRound().path("outcome").asText("none"),
        verdict(redis.get(RedisKeys.CANARY_LAST)),
        kept.logBytes() / 1e6,
        half(folder));
  }

  private static String verdict(@Nullable String json) {
    return json == null ? "none" : CanaryFormat.read(json).path("verdict").asText();
  }

  private static List<String> half(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }

  /** Batches that are missing between the first and the last of each controller. */
  private static long gaps(Path folder) throws IOException {
    Map<String, Long> next = new HashMap<>();
    long gaps = 0;
    for (Path file : EventFiles.in(folder)) {
      try (EventFileReader reader = EventFileReader.open(file)) {
        for (EventBatch batch = reader.next(); batch != null; batch = reader.next()) {
          long expected = next.getOrDefault(batch.controller(), batch.sequence());
          gaps += Math.abs(batch.sequence() - expected) + batch.lost();
          next.put(batch.controller(), batch.sequence() + 1);
        }
      }
    }
    return gaps;
  }
}
