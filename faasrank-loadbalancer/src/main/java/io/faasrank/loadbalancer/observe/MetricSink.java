package io.faasrank.loadbalancer.observe;

/** Where metrics go: OpenWhisk's emitter in a controller, a table in the testbed. Thread-safe. */
public interface MetricSink {

  /** Forgets all. */
  MetricSink NONE =
      new MetricSink() {
        @Override
        public void count(Series series, long increment) {}

        @Override
        public void gauge(Series series, long value) {}

        @Override
        public void record(Series series, long value) {}
      };

  /** So many more. */
  void count(Series series, long increment);

  /** The value of now. */
  void gauge(Series series, long value);

  /** One value of a distribution. */
  void record(Series series, long value);

  /** A gauge has no value any more. For a sink that keeps none there is nothing to do. */
  default void remove(Series series) {}
}
