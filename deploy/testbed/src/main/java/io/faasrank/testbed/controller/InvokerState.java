package io.faasrank.testbed.controller;

/**
 * An invoker at one moment, as its controller sees it.
 *
 * @param number its number
 * @param memoryMb its memory for containers; 0 for a number that never pinged
 * @param takenMb memory of the activations in flight there; above {@code memoryMb} when overloaded
 * @param inflight activations in flight there, from this controller
 */
public record InvokerState(
    int number, InvokerHealth health, int memoryMb, int takenMb, int inflight) {}
