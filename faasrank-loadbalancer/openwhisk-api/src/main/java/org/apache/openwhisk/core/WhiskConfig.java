package org.apache.openwhisk.core;

import io.faasrank.openwhisk.Signature;
import java.io.File;
import org.apache.openwhisk.common.Logging;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;

/** Signature: the properties of a component. */
public class WhiskConfig {

  public WhiskConfig(
      Map<String, String> required,
      Set<String> optional,
      File file,
      Map<String, String> environment,
      Logging logging) {}

  public String kafkaHosts() {
    throw Signature.only();
  }
}
