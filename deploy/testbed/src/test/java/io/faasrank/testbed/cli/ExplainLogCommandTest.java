package io.faasrank.testbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.cli.Commands;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.learn.LoggedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/**
 * Guards against an explanation of a live decision by other scores than it had, and against one
 * that hides that hashing placed, that there was no answer, or that the log is not enough.
 */
class ExplainLogCommandTest {

  private final LoggedRun run = new LoggedRun(7);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tellsTheScoresThatEachDecisionHad(@TempDir Path folder) throws IOException {
    run.write(folder, 0);
    for (LoggedRun.Scored each : run.scored().subList(0, 12)) {
      JsonNode json =
          json("explain log --folder " + folder + " --activation " + each.activationId());
      assertThat(json.path("rebuilt").asText()).isEqualTo("exactly");
      assertThat(json.path("chosen").asInt()).isEqualTo(each.chosen());
      Map<Integer, Float> scores = new TreeMap<>();
      json.path("candidates")
          .forEach(c -> scores.put(c.path("invoker").asInt(), (float) c.path("score").asDouble()));
      assertThat(scores.toString()).isEqualTo(rounded(each.scores()).toString());
      assertThat(json.path("movedBy")).isNotEmpty();
    }
  }

  /** As JSON has them. */
  private static Map<Integer, Float> rounded(Map<Integer, Float> scores) {
    Map<Integer, Float> rounded = new TreeMap<>();
    scores.forEach(
        (invoker, score) -> rounded.put(invoker, (float) (Math.rint(score * 1e6) / 1e6)));
    return rounded;
  }

  @Test
  void tellsWhoPlacedItAndHowItEnded(@TempDir Path folder) throws IOException {
    run.write(folder, 0);
    assertThat(run("explain log --folder " + folder + " --activation id8 --why-not invoker1"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("Activation id8 of guest/a2, 256 MB, was placed at 2026-11-29T13:00:01.8")
        .contains("faasrank sent it to invoker " + run.scored().get(8).chosen())
        .contains("It ended after 0.028 s: success, a warm start, waited 3 ms")
        .containsPattern("Why (not )?invoker 1: ");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);

    assertThat(run("explain log --folder " + folder + " --activation id11")).isZero();
    assertThat(out.toString())
        .contains("hashing sent it to invoker 1,")
        .containsPattern("faasrank was asked too, and said invoker \\d");
    if (run.scored().get(11).chosen() != 1) {
      assertThat(out.toString()).contains("Why not invoker 1: ");
    }

    assertThat(run("explain log --folder " + folder + " --activation " + LoggedRun.FALLEN_BACK))
        .isZero();
    assertThat(out.toString())
        .contains("The policy was asked and gave no answer: ")
        .doesNotContain("Why invoker");

    assertThat(run("explain log --folder " + folder + " --activation " + LoggedRun.OPEN)).isZero();
    assertThat(out.toString()).contains("It had not ended when the log did.", "Why not invoker");
  }

  @Test
  void withoutAnIdItIsTheSlowestAndTheLastAreListed(@TempDir Path folder) throws IOException {
    run.write(folder, 0);
    assertThat(json("explain log --folder " + folder).path("activation").asText())
        .isEqualTo("id37");

    assertThat(run("explain log --last 3 --folder " + folder)).isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .anySatisfy(line -> assertThat(line).matches(" id37 +13:00:04\\.7\\d\\d +a1 .* 0\\.057"))
        .last()
        .asString()
        .startsWith(" id39 ")
        .endsWith(" -");
    assertThat(json("explain log --last 2 --folder " + folder)).hasSize(2);
  }

  @Test
  void aLogWithoutItsBeginningSaysSo(@TempDir Path folder) throws IOException {
    run.write(folder, 20);
    assertThat(run("explain log --folder " + folder + " --activation id30")).isZero();
    assertThat(out.toString()).contains("cannot be rebuilt").doesNotContain("Why invoker");
  }

  @Test
  void anUnknownIdOrFolderIsOneLine(@TempDir Path folder) throws IOException {
    run.write(folder, 0);
    assertThat(run("explain log --activation none --folder " + folder)).isEqualTo(2);
    assertThat(run("explain log --folder " + folder.resolve("none"))).isEqualTo(2);
    assertThat(run("explain log --why-not one --folder " + folder)).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(folder + " does not have activation none"),
            line -> assertThat(line).contains("none", "cannot be listed"),
            line -> assertThat(line).contains("--why-not", "expected an invoker's number"));
  }

  @Test
  void aRunningControllersDecisionComesFromItsStream(@TempDir Path folder) throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      for (byte[] batch : run.batches()) {
        jedis.xadd(
            RedisKeys.EVENTS.getBytes(UTF_8),
            XAddParams.xAddParams(),
            Map.of(RedisKeys.EVENT_BATCH.getBytes(UTF_8), batch));
      }
      JsonNode json =
          json(
              "explain live --activation id5 --redis redis://127.0.0.1:"
                  + redis.port()
                  + " --out "
                  + folder.resolve("out"));
      assertThat(json.path("chosen").asInt()).isEqualTo(run.scored().get(5).chosen());
      assertThat(json.path("rebuilt").asText()).isEqualTo("exactly");
      assertThat(Files.readString(folder.resolve("out/decision.txt"))).contains("Why invoker");
      assertThat(Files.readString(folder.resolve("out/decision.json"))).isEqualTo(out.toString());
    }
  }

  private JsonNode json(String line) throws IOException {
    assertThat(run(line + " --format json")).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(String line) {
    out.getBuffer().setLength(0);
    return Commands.run(
        Main.commands(), new PrintWriter(out), new PrintWriter(err, true), line.split(" "));
  }
}
