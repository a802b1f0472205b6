package io.faasrank.model;

/** Room for the hidden layers of a block, of one thread at a time: see {@link ColumnNetwork}. */
public final class ColumnWork {

  final float[][] hidden1 = ColumnNetwork.newBlock();
  final float[] hidden2 = new float[ColumnNetwork.BLOCK];
}
