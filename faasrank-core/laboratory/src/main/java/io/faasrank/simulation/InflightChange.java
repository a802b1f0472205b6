package io.faasrank.simulation;

/**
 * What a dispatch or a completion changes.
 *
 * @param activations 1 or -1
 * @param memoryMb memory of the containers that are needed more, negative for fewer
 */
record InflightChange(
    int invoker, int function, int activations, int memoryMb, long workMbMillis) {}
