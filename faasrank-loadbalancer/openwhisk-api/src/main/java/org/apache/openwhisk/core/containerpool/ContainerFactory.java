package org.apache.openwhisk.core.containerpool;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.ExecManifest$ImageName;
import org.apache.openwhisk.core.entity.ExecutableWhiskAction;
import scala.Option;
import scala.concurrent.Future;

/** Signature: creates the containers of an invoker. */
public interface ContainerFactory {

  default Future<Container> createContainer(
      TransactionMetadata transaction,
      String name,
      ExecManifest$ImageName image,
      boolean userProvidedImage,
      ByteSize memory,
      int cpuShares,
      Option<Object> cpuLimit,
      Option<ExecutableWhiskAction> action,
      WhiskConfig config,
      Logging logging) {
    throw Signature.only();
  }

  Future<Container> createContainer(
      TransactionMetadata transaction,
      String name,
      ExecManifest$ImageName image,
      boolean userProvidedImage,
      ByteSize memory,
      int cpuShares,
      Option<Object> cpuLimit,
      WhiskConfig config,
      Logging logging);

  /** Of the Helm chart's OpenWhisk only, where the nine arguments end with the action's option. */
  default Future<Container> createContainer(
      TransactionMetadata transaction,
      String name,
      ExecManifest$ImageName image,
      boolean userProvidedImage,
      ByteSize memory,
      int cpuShares,
      WhiskConfig config,
      Logging logging) {
    throw Signature.only();
  }

  void init();

  void cleanup();
}
