package io.faasrank.learn;

/**
 * What an invoker reported of its CPU over an interval; times in seconds since the start of the
 * {@link ClusterRecord}.
 *
 * @param invoker index in the record
 * @param busyCores cores busy on average: user, nice, kernel and interrupts
 */
record CpuSample(int invoker, double fromSeconds, double toSeconds, double busyCores) {}
