package io.faasrank.feature;

/**
 * How much of what was encoded the model knows from its training. Of one decision at a time; not
 * for several threads.
 */
public final class ValueCounts {

  private int values;
  private int clipped;
  private int unknown;

  /** Starts anew: nothing was encoded. */
  public void clear() {
    set(0, 0, 0);
  }

  /** Sets all three anew. */
  public void set(int ofValues, int ofClipped, int ofUnknown) {
    values = ofValues;
    clipped = ofClipped;
    unknown = ofUnknown;
  }

  /** All values of all rows. */
  public int values() {
    return values;
  }

  /** Those of them that lay beyond the bound of the schema. */
  public int clipped() {
    return clipped;
  }

  /** Those of them that nobody knew. */
  public int unknown() {
    return unknown;
  }

  /** Share of the values that were clipped or unknown, 0 to 1; 0 where nothing was encoded. */
  public float lostShare() {
    return values == 0 ? 0 : (clipped + unknown) / (float) values;
  }
}
