package io.faasrank.testbed.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.ArrivalOptions;
import io.faasrank.cli.InvokersOption;
import io.faasrank.cli.WorkloadsOption;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.Options;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.redis.RedisServer;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.attach.OpenWhiskApi;
import io.faasrank.testbed.attach.RedisAddress;
import io.faasrank.testbed.invoker.AckStyle;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.Split;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code testbed attach}: where OpenWhisk is and what is replayed. */
final class AttachOptions {

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      required = true,
      description = "The Kafka of OpenWhisk; several brokers separated by commas.")
  private String kafka = "";

  @Option(
      names = "--redis",
      paramLabel = "URI",
      required = true,
      description = "The Redis of FaaSRank: redis://HOST:PORT, rediss:// for TLS.")
  private String redis = "";

  @Option(
      names = "--events-redis",
      paramLabel = "URI",
      description = "The Redis of the log of events, where that is another one; of use to --train.")
  private @Nullable String events;

  @Option(
      names = "--api",
      paramLabel = "URL",
      required = true,
      description = "OpenWhisk's API, for instance http://127.0.0.1:10001.")
  private URI api = URI.create("");

  @Option(
      names = "--auth",
      paramLabel = "KEY",
      defaultValue = "${env:FAASRANK_AUTH}",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Key USER:PASSWORD of a namespace. Needed, unless the environment's FAASRANK_AUTH has it.")
  private @Nullable String auth;

  @Mixin private InvokersOption invokers = new InvokersOption();

  @Option(
      names = "--first",
      paramLabel = "K",
      defaultValue = "0",
      description = "Number of the first invoker (default ${DEFAULT-VALUE}).")
  private int first;

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Prefix of OpenWhisk's topics in Kafka (default: none).")
  private String topicPrefix = "";

  @Mixin private WorkloadsOption workloads = new WorkloadsOption("M1");

  @Mixin private ArrivalOptions arrivals = new ArrivalOptions(Split.TEST);

  @Option(
      names = "--modes",
      paramLabel = "MODES",
      description =
          "Replay once in each mode of FaaSRank, set by Redis and restored at the end, for instance"
              + " hashing,faasrank. Without: once, in the mode that is, which gives nothing to"
              + " compare: no report, no noise floor.")
  private @Nullable String modes;

  ExperimentSettings experiment() {
    return new ExperimentSettings(
        modes == null ? "as-it-is" : modes,
        workloads.selection(),
        arrivals.trace(),
        null,
        arrivals.split(),
        FunctionSettings.TABLE2,
        invokers.text(),
        ShippedModel.DEFAULT,
        CandidateLimit.NONE,
        arrivals.seed(),
        MergedDraws.ONE);
  }

  /** The modes, hashing first if there are several; empty for the one that is. */
  List<String> modes() {
    if (modes == null) {
      return List.of();
    }
    List<String> list = Arrays.stream(modes.split(",", -1)).map(String::strip).toList();
    for (String mode : list) {
      Mode unused = Options.read("--modes", () -> Mode.parse(mode));
    }
    if (list.size() > 1 && !list.get(0).equals("hashing")) {
      throw new IllegalArgumentException(
          "--modes: expected hashing first, which the others are compared with, found " + modes);
    }
    if (list.stream().distinct().count() < list.size()) {
      throw new IllegalArgumentException("--modes: expected each mode once, found " + modes);
    }
    return list;
  }

  OpenWhiskApi api() {
    if (auth == null) {
      throw new IllegalArgumentException(
          "--auth: expected a key USER:PASSWORD, here or in the environment's FAASRANK_AUTH");
    }
    return new OpenWhiskApi(api, auth);
  }

  RedisServer redis() {
    return RedisAddress.server("--redis", redis, "faasrank-testbed");
  }

  /** The Redis that has the log of events. */
  RedisServer events() {
    String given = events;
    return given == null
        ? redis()
        : RedisAddress.server("--events-redis", given, "faasrank-testbed");
  }

  FleetSettings fleet() {
    return new FleetSettings(
        kafka,
        topicPrefix,
        invokers.cluster(),
        first,
        "emulated",
        SimulationSettings.defaults(),
        TimeScale.REAL,
        AckStyle.COMBINED,
        arrivals.seed(),
        MetricsSettings.from(config()));
  }

  private Config config() {
    Map<String, Object> keys = Options.read("--redis", () -> RedisAddress.keys(redis));
    return ConfigFactory.parseMap(Map.of("redis", keys))
        .atPath("faasrank.metrics")
        .withFallback(ConfigFactory.load(MetricsSettings.class.getClassLoader()));
  }

  /** A command line that says the same, without the key. */
  String command() {
    String trace = arrivals.trace();
    return "faasrank testbed attach --kafka %s --redis %s --api %s --auth KEY --invokers %s"
            .formatted(kafka, redis(), api, invokers.text())
        + " --first %s%s --workloads %s%s --seed %s%s"
            .formatted(
                first,
                topicPrefix.isEmpty() ? "" : " --topic-prefix " + topicPrefix,
                workloads.selection(),
                trace == null ? "" : " --trace " + trace + " --split " + arrivals.split(),
                arrivals.seed(),
                modes == null ? "" : " --modes " + modes);
  }
}
