package io.faasrank.feature;

import static io.faasrank.feature.Feature.gauge;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.feature.Feature.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ordered columns of a state row. {@link #TABLE1} is the paper's Table I: 21 resource metrics
 * and 5 of server and function, 26 in all. {@link #EXTENDED} appends what Table I leaves out; its
 * first 26 columns are the same. A model file names the schema it was trained on by fingerprint.
 */
public enum FeatureSchema {
  /** The paper's Table I. */
  TABLE1("table1", table1()),
  /**
   * Table I and what it leaves out, above all how many activations of the incoming function the
   * invoker has in flight: where its containers will soon be warm.
   */
  EXTENDED("extended", extended());

  private final String schemaName;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final List<Feature> features;

  private final String fingerprint;

  FeatureSchema(String schemaName, List<Feature> features) {
    this.schemaName = schemaName;
    this.features = features;
    this.fingerprint = fingerprintOf(schemaName, features);
  }

  public String schemaName() {
    return schemaName;
  }

  /** The columns in order. */
  public List<Feature> features() {
    return features;
  }

  /** Number of columns. */
  public int width() {
    return features.size();
  }

  /** Sixteen hex digits that change with the name, unit, kind, source or order of any column. */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * The schema of that name.
   *
   * @throws IllegalArgumentException naming the known schemas
   */
  public static FeatureSchema named(String name) {
    List<String> known = new ArrayList<>();
    for (FeatureSchema schema : values()) {
      if (schema.schemaName.equals(name)) {
        return schema;
      }
      known.add(schema.schemaName);
    }
    throw new IllegalArgumentException(
        "unknown schema '" + name + "', expected one of " + String.join(", ", known));
  }

  private static List<Feature> table1() {
    List<Feature> columns = new ArrayList<>();
    for (ResourceMetric metric : ResourceMetric.values()) {
      columns.add(Feature.of(metric));
    }
    columns.add(gauge("avail_memory", "MB", Source.BOOK));
    columns.add(gauge("inflight_invocations", "count", Source.BOOK));
    columns.add(gauge("warm_infrastructures", "count", Source.BOOK));
    columns.add(gauge("requested_memory", "MB", Source.ACTION));
    columns.add(gauge("init_time", "s", Source.ACTION));
    return List.copyOf(columns);
  }

  private static List<Feature> extended() {
    List<Feature> columns = new ArrayList<>(table1());
    columns.add(gauge("action_inflight", "count", Source.BOOK));
    columns.add(gauge("run_time", "s", Source.ACTION));
    columns.add(gauge("queue_length", "count", Source.BOOK));
    columns.add(gauge("idle_memory", "MB", Source.BOOK));
    columns.add(gauge("cores", "count", Source.INVOKER_REPORT));
    return List.copyOf(columns);
  }

  private static String fingerprintOf(String name, List<Feature> features) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      for (Feature f : features) {
        String line = "\n" + f.name() + "|" + f.unit() + "|" + f.kind() + "|" + f.source();
        sha256.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return String.format("%016x", ByteBuffer.wrap(sha256.digest()).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
