package io.faasrank.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.faasrank.model.ScoreNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A score network in native memory, for scoring alone. Thread-safe: the weights only serve as
 * operands, and what a call makes lies in a manager of its own, closed when it ends. Each thread
 * keeps one buffer for its rows, which grows with the cluster.
 */
final class TorchNetwork implements AutoCloseable {

  private static final ThreadLocal<ByteBuffer> ROWS =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

  private final int inputs;
  private final NDManager manager;
  private final NDArray[] parameters;

  TorchNetwork(ScoreNetwork network) {
    inputs = network.inputs();
    manager = TorchEngine.newManager();
    float[][] values = network.parameters();
    parameters = new NDArray[values.length];
    for (int t = 0; t < values.length; t++) {
      int[] shape = ScoreNetwork.shape(inputs, t);
      parameters[t] =
          manager.create(
              values[t], shape.length == 1 ? new Shape(shape[0]) : new Shape(shape[0], shape[1]));
    }
  }

  /** As {@link ScoreNetwork#forward}, within 1e-5. */
  void forward(float[] rows, int count, float[] scores) {
    try (NDManager call = manager.newSubManager()) {
      NDArray x = call.create(input(rows, count), new Shape(count, inputs), DataType.FLOAT32);
      for (int t = 0; t < parameters.length; t += 2) {
        x = Linear.linear(x, parameters[t], parameters[t + 1]).singletonOrThrow();
        x = t + 2 < parameters.length ? x.tanh() : x;
      }
      System.arraycopy(x.toFloatArray(), 0, scores, 0, count);
    }
  }

  /** The rows where PyTorch can read them without another copy. */
  private ByteBuffer input(float[] rows, int count) {
    int bytes = count * inputs * Float.BYTES;
    ByteBuffer buffer = ROWS.get();
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(2 * bytes).order(ByteOrder.nativeOrder());
      ROWS.set(buffer);
    }
    buffer.clear().limit(bytes);
    buffer.asFloatBuffer().put(rows, 0, count * inputs);
    return buffer;
  }

  boolean isOpen() {
    return manager.isOpen();
  }

  @Override
  public void close() {
    manager.close();
  }
}
