package io.faasrank.testbed.wire;

/**
 * Where in Kafka a message stands.
 *
 * @param offset its offset within the topic's only partition
 */
record MessageSource(String topic, long offset) {

  MalformedMessageException malformed(String field, String reason) {
    return new MalformedMessageException(topic, offset, field, reason);
  }
}
