package io.faasrank.testbed.wire;

/** A Kafka record whose value is not the message that its topic carries. */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final long offset;
  private final String field;

  MalformedMessageException(String topic, long offset, String field, String reason) {
    super(
        "topic %s, offset %s: %s%s"
            .formatted(topic, offset, field.isEmpty() ? "" : field + " ", reason));
    this.topic = topic;
    this.offset = offset;
    this.field = field;
  }

  public String topic() {
    return topic;
  }

  public long offset() {
    return offset;
  }

  /** The field at fault, for instance {@code user.namespace.name}; empty for the whole message. */
  public String field() {
    return field;
  }
}
