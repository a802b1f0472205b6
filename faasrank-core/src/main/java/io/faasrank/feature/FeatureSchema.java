package io.faasrank.feature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ordered columns of a state row. A model file names the schema it was trained on by
 * fingerprint. Each schema is one list; a column is added by one line of it.
 */
public enum FeatureSchema {
  /** The paper's Table I: 21 resource metrics and 5 of server and function, 26 in all. */
  TABLE1("table1", PaperColumns.TABLE1, Bulk.RESOURCES, new PaperForm(PaperColumns.TABLE1), 5),
  /**
   * Table I and what it leaves out, above all how many activations of the incoming function the
   * invoker has in flight: where its containers will soon be warm.
   */
  EXTENDED(
      "extended", PaperColumns.EXTENDED, Bulk.RESOURCES, new PaperForm(PaperColumns.EXTENDED), 5),
  /**
   * Shares, logarithms and ratios to the cluster, of any function on any cluster. Its columns are
   * bounded by construction or grow as a logarithm, so they may lie further from the mean of
   * training before they are clipped. The bound is unmeasured.
   */
  GENERAL("general", GeneralColumns.COLUMNS, new GeneralRows(), new GeneralForm(), 10);

  private final String schemaName;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
  private final List<Feature> features;

  @SuppressWarnings("ImmutableEnumChecker") // without state
  private final Bulk bulk;

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  private final ColumnForm columnForm;

  private final float clip;
  private final String fingerprint;

  FeatureSchema(
      String schemaName, List<Feature> features, Bulk bulk, ColumnForm columnForm, float clip) {
    this.schemaName = schemaName;
    this.features = features;
    this.bulk = bulk;
    this.columnForm = columnForm;
    this.clip = clip;
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

  /** What writes some of the columns at once. */
  Bulk bulk() {
    return bulk;
  }

  /** The same columns for many invokers at once. */
  public ColumnForm columnForm() {
    return columnForm;
  }

  /** Bound of scaled values, in standard deviations of training. */
  public float clip() {
    return clip;
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
      if (schema.schemaName.equalsIgnoreCase(name)) {
        return schema;
      }
      known.add(schema.schemaName);
    }
    throw new IllegalArgumentException(
        "unknown schema '" + name + "', expected one of " + String.join(", ", known));
  }

  private static String fingerprintOf(String name, List<Feature> features) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      for (Feature f : features) {
        String line = "\n" + f.name() + "|" + f.unit() + "|" + f.kind() + "|" + f.source();
        sha256.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return String.format(Locale.ROOT, "%016x", ByteBuffer.wrap(sha256.digest()).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
