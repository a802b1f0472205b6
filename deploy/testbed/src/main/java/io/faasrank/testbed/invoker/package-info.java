/**
 * Emulated invokers: they speak OpenWhisk's protocol through Kafka, publish metrics to Redis, and
 * run activations through the simulator's invoker model in real or scaled time. Hundreds share a
 * process, one consumer, one producer and a handful of threads.
 *
 * <p>Scaled time: where {@link io.faasrank.testbed.invoker.TimeScale} is above 1, everything that
 * an invoker says of its work is in virtual time, as an invoker in real time would say it: wait,
 * initialisation and duration in acknowledgements, mean times and resource metrics in reports,
 * whose changes per second are per virtual second. Kafka, Redis, pings and time-outs of a
 * controller know nothing of it and stay in real time.
 */
@NullMarked
package io.faasrank.testbed.invoker;

import org.jspecify.annotations.NullMarked;
