package io.faasrank.testbed.cli;

import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Trial;
import io.faasrank.cli.Commands;
import io.faasrank.experiment.Options;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.redis.TrialStore;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faasrank canary start}: puts a model on trial. */
@Command(
    name = "start",
    description =
        "Puts a model on trial on all controllers: it and what serves now take turns by blocks of"
            + " time, until it is promoted or demoted. Returns at once; see canary status.")
final class CanaryStartCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The model (.safetensors). Without: the one in service, which is tried against hashing.")
  private @Nullable Path file;

  @Mixin private RedisOption redis = new RedisOption();

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "The version under which it is published if it is promoted (default: digest).")
  private @Nullable String version;

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description =
          "Who serves in the other blocks: serving (the model in service) or hashing. Default:"
              + " serving, or hashing where no file is given.")
  private Trial.@Nullable Control against;

  @Mixin private BlocksOption blocks = new BlocksOption();

  @Option(
      names = "--margin",
      paramLabel = "SHARE",
      description = "By how much it must be faster to be promoted (default ${DEFAULT-VALUE}).")
  private double margin = CanarySettings.DEFAULTS.margin();

  @Option(names = "--again", description = "Also where it was refused before.")
  private boolean again;

  @Spec private @Nullable CommandSpec spec;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    Path model = file;
    byte[] bytes = model == null ? new byte[0] : ModelFile.bytes(model);
    if (model != null) {
      Model unused = ModelFile.read(bytes, "file " + model);
    }
    String digest = model == null ? "" : ModelBytes.digest(bytes);
    Trial.Control control = against;
    if (control == null) {
      control = model == null ? Trial.Control.HASHING : Trial.Control.SERVING;
    }
    Options.require(
        model != null || control == Trial.Control.HASHING,
        "--against: the model in service is tried against hashing, or give a FILE");
    CanarySettings settings = blocks.of(CanarySettings.DEFAULTS).withMargin(margin);
    String name = version;
    Trial trial =
        Trial.begin(
            digest,
            name != null ? name : model == null ? "in service" : digest,
            control,
            clock.millis(),
            settings);
    return redis.call(
        jedis -> {
          TrialStore store = new TrialStore(jedis);
          Options.require(
              store.trial() == null, "a trial takes place already: faasrank canary status, stop");
          Options.require(
              again || store.refusal(digest) == null,
              "model " + digest + " was refused before (canary status); --again tries it again");
          store.begin(trial, bytes, new byte[0]);
          Commands.line(spec)
              .getOut()
              .printf(
                  "trial %s: model %s against %s, blocks of %s s; faasrank canary status shows how"
                      + " it stands, canary stop ends it%n",
                  trial.id(), trial.version(), trial.control().label(), settings.blockSeconds());
          return Commands.OK;
        });
  }
}
