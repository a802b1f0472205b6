package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.database.ArtifactStore;
import org.apache.pekko.actor.ActorSystem;

/** Signature: opens the database of actions. */
@SuppressWarnings("DoNotCallSuggester")
public final class WhiskEntityStore {

  private WhiskEntityStore() {}

  public static ArtifactStore<WhiskEntity> datastore(ActorSystem actorSystem, Logging logging) {
    throw Signature.only();
  }
}
