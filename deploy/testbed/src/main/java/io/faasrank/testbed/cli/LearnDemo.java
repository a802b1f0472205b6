package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.cli.Terminal;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.testbed.demo.LearnActs;
import io.faasrank.testbed.demo.LearnWorld;
import io.faasrank.testbed.embedded.TemporaryFolder;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.testbed.local.LocalServers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** {@code faasrank demo --learn}: the two acts of learning, on real servers, shown as they go. */
final class LearnDemo {

  /**
   * As in service, but for a log, and quicker looks at what is published; and on arrival, since the
   * twin places so too.
   */
  private static final Map<String, Object> KEYS =
      Map.of(
          "events.enabled", true,
          "late-binding.enabled", false,
          "events.max-bytes", "64 MiB",
          "control-interval", "100 ms",
          "decision-budget", "1 s",
          "freshness.stale-after", "10 s");

  private final PrintWriter out;
  private final PrintWriter err;
  private final LiveStory story;

  LearnDemo(PrintWriter out, PrintWriter err, LiveStory story) {
    this.out = out;
    this.err = err;
    this.story = story;
  }

  /**
   * Runs it.
   *
   * @return {@link Commands#OK} only if the first act ended in {@code promoted} and the second in
   *     {@code demoted}
   */
  int run(long seed) {
    LearnWorld world = LearnWorld.of(seed);
    err.println("faasrank: starting Kafka and Redis on free ports; time is real");
    story.stage("starting Kafka and Redis");
    try (GracefulEnd end = new GracefulEnd();
        TemporaryFolder folder = new TemporaryFolder("faasrank-learn-");
        LocalServers servers = LocalOptions.servers(end)) {
      boolean good = end.interruptibly(() -> play(world, servers, folder));
      return good ? Commands.OK : Commands.FAULT;
    }
  }

  private boolean play(LearnWorld world, LocalServers servers, TemporaryFolder folder) {
    story.stage("starting the cluster");
    Path serving = folder.path().resolve("serving.safetensors");
    ModelFile.write(serving, LearnActs.serving());
    try (LocalCluster cluster =
            LocalCluster.start(
                servers,
                "learn.",
                world.invokers(),
                TimeScale.REAL,
                "faasrank",
                serving.toString(),
                CandidateLimit.NONE,
                1,
                world.seed(),
                KEYS);
        ActShow show = new ActShow(out, err, Terminal.standardError(), story, cluster)) {
      show.says(
          "%s invokers, %s functions drawn for this run; the shipped model serves with its weights"
                  .formatted(world.invokers().size(), world.functions().members().size())
              + " blurred on purpose, so that there is something to learn");
      return new LearnActs(
              cluster,
              servers.redisServer(),
              folder.path().resolve("log"),
              world.seed(),
              ConfigFactory.load(),
              show)
          .play(world);
    }
  }
}
