/** A Kafka broker and a Redis server, both real, for as long as a testbed runs. */
@NullMarked
package io.faasrank.testbed.embedded;

import org.jspecify.annotations.NullMarked;
