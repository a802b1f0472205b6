package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cli.Commands;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.model.ShippedModel;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Guards a person's hold on a trial: to start it, to see it and to stop it, in one command each.
 */
class CanaryCommandTest {

  private static final EmbeddedRedis REDIS = EmbeddedRedis.start();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path folder;

  CanaryCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @BeforeEach
  void empty() {
    try (Jedis redis = client()) {
      redis.flushAll();
    }
  }

  private static Jedis client() {
    return new Jedis(REDIS.host(), REDIS.port());
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] all = new String[words.length + 3];
    all[0] = "canary";
    System.arraycopy(words, 0, all, 1, words.length);
    all[all.length - 2] = "--redis";
    all[all.length - 1] = "redis://" + REDIS.host() + ":" + REDIS.port();
    return Commands.run(
        Main.commands(), new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private Path model() throws IOException {
    return Files.write(folder.resolve("m.safetensors"), ShippedModel.bytes("table1"));
  }

  @Test
  void startsShowsAndStops() throws IOException {
    try (Jedis redis = client()) {
      redis.set(RedisKeys.MODE, "faasrank");
      assertThat(run("start", model().toString(), "--name", "new")).as(err.toString()).isZero();
      assertThat(out.toString()).contains("model new against serving, blocks of 300.0 s");
      assertThat(redis.get(RedisKeys.MODE)).isEqualTo("canary");
      assertThat(run("start", model().toString())).isEqualTo(Commands.BAD_INPUT);
      assertThat(err.toString()).contains("a trial takes place already");

      assertThat(run("status")).isZero();
      assertThat(out.toString())
          .contains("running: model new (" + ModelBytes.digest(ShippedModel.bytes("table1")) + ")")
          .contains("reason     no controller has looked at it yet")
          .contains("slowdown   unknown of the control's");

      assertThat(run("stop")).isZero();
      assertThat(out.toString()).isEqualTo("stopped" + System.lineSeparator());
      assertThat(redis.get(RedisKeys.MODE)).isEqualTo("faasrank");
      assertThat(run("status", "--format", "json")).isZero();
      assertThat(out.toString()).contains("\"verdict\":\"stopped\"", "\"reason\":\"by hand\"");
      assertThat(run("stop")).isEqualTo(Commands.BAD_INPUT);
      assertThat(err.toString()).contains("no trial takes place");
    }
  }

  @Test
  void withoutAFileTheModelInServiceIsTriedAgainstHashing() {
    assertThat(run("start", "--block", "600")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("model in service against hashing, blocks of 600.0 s");
    assertThat(run("stop")).isZero();
    assertThat(run("start", "--against", "serving")).isEqualTo(Commands.BAD_INPUT);
    assertThat(err.toString()).contains("--against: the model in service is tried against hashing");
  }

  @Test
  void aRefusedModelNeedsToBeAskedForAgain() throws IOException {
    try (Jedis redis = client()) {
      redis.hset(RedisKeys.REFUSED, ModelBytes.digest(ShippedModel.bytes("table1")), "{}");
      assertThat(run("start", model().toString())).isEqualTo(Commands.BAD_INPUT);
      assertThat(err.toString()).contains("was refused before");
      assertThat(run("start", model().toString(), "--again")).as(err.toString()).isZero();
    }
  }

  @Test
  void aLearnerSaysWhatItHasAndWhatBecameOfIt() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("learner"));
    try (Jedis redis = client()) {
      assertThat(learn("status", kept)).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("log      0 hours, 0.0 MB", "round    none: no learner has run")
          .contains("offers   none", "trial    none takes place", "verdict  none yet")
          .contains("refused  none");

      assertThat(learn("run", kept, "--once")).as(err.toString()).isZero();
      assertThat(err.toString()).contains("a round of learning has ended: nothing learnt: ");
      redis.hset(RedisKeys.REFUSED, "abc", "{}");
      assertThat(run("start", model().toString())).isZero();
      assertThat(learn("status", kept)).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains(": nothing learnt: ", "refused  abc", "trial    running: ")
          .contains("no controller has looked at it yet");
    }
  }

  private int learn(String command, Path kept, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> words =
        new ArrayList<>(
            List.of(
                "learn",
                command,
                "--folder",
                kept.toString(),
                "--redis",
                "redis://" + REDIS.host() + ":" + REDIS.port()));
    words.addAll(List.of(more));
    return Commands.run(
        Main.commands(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        words.toArray(String[]::new));
  }

  @Test
  void whatIsWrongIsOneLine() throws IOException {
    assertThat(run("status")).isZero();
    assertThat(out.toString()).contains("no trial takes place, and none has taken place");
    Path text = Files.writeString(folder.resolve("text"), "no model");
    assertThat(run("start", text.toString())).isNotZero();
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("text");
    assertThat(run("start", "--block", "60", "--washout", "60")).isEqualTo(Commands.BAD_INPUT);
    assertThat(err.toString()).contains("wash-out seconds of a trial: 60.0, not 0.0 to 54.0");
  }
}
