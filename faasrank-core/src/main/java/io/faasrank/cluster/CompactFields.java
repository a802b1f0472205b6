package io.faasrank.cluster;

/**
 * Field numbers of the compact form. A number once given is never used for anything else; what is
 * added takes the next one, and older readers skip it.
 */
final class CompactFields {

  /** Report: the version, {@link #VERSION}. First, so that a document tells its form. */
  static final int SCHEMA = 1;

  static final int INVOKER = 2;

  /** Report: in a change only, the sampling time of the full report that it completes. */
  static final int OF_FULL = 3;

  static final int SAMPLED_AT = 4;

  /** Report: in a full one only. */
  static final int UNIQUE_NAME = 5;

  /** Report: in a change only where they were sampled anew since the full one. */
  static final int RESOURCES = 6;

  /** Report: absent from a stand-alone agent's. */
  static final int CONTAINERS = 7;

  /** Report: in a full one only; absent where unknown. */
  static final int STARTED_AT = 8;

  /** Value of {@link #SCHEMA}. JSON has schema 1. */
  static final int VERSION = 2;

  /** Resources. */
  static final int RESOURCES_SAMPLED_AT = 1;

  static final int INTERVAL = 2;
  static final int CORES = 3;

  /** Resources: the first metric; the others follow in their order. Absent: unknown. */
  static final int FIRST_METRIC = 4;

  /** Containers. */
  static final int USER_MEMORY = 1;

  static final int RESERVED_MEMORY = 2;
  static final int IDLE_MEMORY = 3;
  static final int INFLIGHT = 4;

  /** Containers: absent where unknown. */
  static final int QUEUED = 5;

  static final int CREATIONS = 6;
  static final int CREATION_FAILURES = 7;
  static final int INSTRUMENTATION_FAILURES = 8;

  /** Containers: an action, as often as there are actions. */
  static final int ACTION = 9;

  /** Containers: in a change, the place in the full report of an action that is gone. */
  static final int GONE = 10;

  /** Action: in a change, its place in the full report, which has its name, namespace, memory. */
  static final int PLACE = 1;

  static final int NAMESPACE = 2;
  static final int NAME = 3;
  static final int MEMORY = 4;
  static final int IDLE_WARM = 5;
  static final int INITIALISATIONS = 6;
  static final int INIT_MILLIS = 7;
  static final int RUNS = 8;
  static final int RUN_MILLIS = 9;

  /** Action: absent where unknown. */
  static final int RUNNING = 10;

  private CompactFields() {}
}
