package io.faasrank.openwhisk;

import java.util.List;

/** An OpenWhisk that our jars are held against, by what was recorded of its classes. */
public enum OpenWhiskVersion {

  /** What openwhisk-deploy-kube installs: commit ef725a6 of October 2022, on Akka and Java 11. */
  HELM_CHART("ef725a6", true),

  /** Commit c377ce946 of March 2024, on Akka and Java 11. */
  RELEASE_2("2.0.0", true),

  /** Commit 1fae641 of August 2026, on Pekko. Its libraries are those of the class path. */
  MASTER("master", false);

  private final String record;
  private final boolean librariesRecorded;

  OpenWhiskVersion(String record, boolean librariesRecorded) {
    this.record = record;
    this.librariesRecorded = librariesRecorded;
  }

  /** Names of the resources beside this class that record its types. */
  List<String> records() {
    String own = "signatures-" + record + ".txt";
    return librariesRecorded ? List.of(own, "libraries-" + record + ".txt") : List.of(own);
  }

  /** Whether Akka, Jackson and the like were recorded, since the class path has other versions. */
  boolean hasRecordedLibraries() {
    return librariesRecorded;
  }
}
