package io.faasrank.metrics.openwhisk;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.containerpool.Container;
import org.apache.openwhisk.core.containerpool.Interval;
import org.apache.openwhisk.core.entity.ActivationResponse;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import org.apache.openwhisk.core.entity.WhiskAction;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map$;
import scala.concurrent.Future;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;
import spray.json.JsObject;
import spray.json.JsString;
import spray.json.JsValue;

/** Values of OpenWhisk's types, whose signatures alone have no bodies. */
final class Fakes {

  static final Instant START = Instant.ofEpochMilli(1_767_268_800_000L);

  static final TransactionMetadata TRANSACTION =
      new TransactionMetadata("test", START, false, Option.empty());

  static final FiniteDuration MINUTE = Duration.create(1, TimeUnit.MINUTES);

  private Fakes() {}

  static Future<Tuple2<Interval, ActivationResponse>> run(Container container) {
    JsObject nothing = object("value", new JsString(""));
    ByteSize limit = megabytes(1);
    return container.run(nothing, nothing, MINUTE, 1, limit, limit, false, TRANSACTION);
  }

  static ByteSize megabytes(long megabytes) {
    return new ByteSize() {
      @Override
      public long toMB() {
        return megabytes;
      }
    };
  }

  static Interval interval(long millis) {
    return new Interval(START, START.plusMillis(millis)) {
      @Override
      public Instant start() {
        return START;
      }

      @Override
      public Instant end() {
        return START.plusMillis(millis);
      }
    };
  }

  static Tuple2<Interval, ActivationResponse> ran(long millis) {
    return new Tuple2<>(interval(millis), new ActivationResponse());
  }

  static Option<WhiskAction> action(String name, String revision) {
    return Option.apply(new NamedAction(name, revision));
  }

  /** The body of an init call by a user of the namespace. */
  static JsObject initializer(String namespace) {
    return object("env", object("__OW_NAMESPACE", new JsString(namespace)));
  }

  static JsObject object(String key, JsValue value) {
    scala.collection.immutable.Map<String, JsValue> empty = Map$.MODULE$.empty();
    return new JsObject(empty.updated(key, value));
  }

  private static final class NamedAction extends WhiskAction {

    private final String name;
    private final String revision;

    NamedAction(String name, String revision) {
      super(name);
      this.name = name;
      this.revision = revision;
    }

    @Override
    public String rev() {
      return revision;
    }

    @Override
    public FullyQualifiedEntityName fullyQualifiedName(boolean withVersion) {
      return new FullyQualifiedEntityName() {
        @Override
        public String asString() {
          return withVersion ? name + "@0.0.1" : name;
        }
      };
    }
  }
}
