package io.faasrank.learn;

/** Hears how a round of learning goes on, on the thread that runs it. */
public interface LearningListener {

  /** One that does nothing. */
  LearningListener NONE = new LearningListener() {};

  /** A stage begins: {@code estimating}, {@code training}, {@code judging}. */
  default void began(String stage) {}

  /** So many updates of all were done. */
  default void trained(int updates, int of) {}

  /** Whether training is to end before its time; what it has learnt is then judged. */
  default boolean enough() {
    return false;
  }
}
