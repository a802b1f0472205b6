package io.faasrank.openwhisk;

import org.apache.openwhisk.core.entity.ByteSize;
import scala.Function1;
import scala.Option;

/** A class with references of each kind. */
final class SampleReferences {

  private SampleReferences() {}

  static Function1<Option<ByteSize>, Long> megabytes() {
    return size -> size.isEmpty() ? 0L : size.get().toMB();
  }
}
