package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.decision.Told;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ParameterValue;
import org.apache.openwhisk.core.entity.Parameters;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map;
import scala.util.Either;
import spray.json.JsNumber;
import spray.json.JsValue;

/** Reads what an activation's record tells of its end. Neither its result nor its logs are read. */
final class ActivationRecords {

  private static final String WAIT = "waitTime";

  /** Present for a cold start alone. */
  private static final String INIT = "initTime";

  private ActivationRecords() {}

  /** What the record tells; null where the acknowledgement has none but its id. */
  static @Nullable Told told(Either<ActivationId, WhiskActivation> response) {
    if (response.isLeft()) {
      return null;
    }
    WhiskActivation record = response.right().get();
    Map<Object, ParameterValue> annotations = record.annotations();
    Option<Object> duration = record.duration();
    return Told.of(
        record.response().statusCode(),
        record.isTimedoutActivation(),
        duration.isDefined() && duration.get() instanceof Long millis ? millis : -1,
        millis(annotations, WAIT),
        millis(annotations, INIT));
  }

  private static long millis(Map<Object, ParameterValue> annotations, String name) {
    Option<JsValue> value = Parameters.get$extension(annotations, name);
    return value.isDefined() && value.get() instanceof JsNumber number
        ? number.value().toLong()
        : -1;
  }
}
