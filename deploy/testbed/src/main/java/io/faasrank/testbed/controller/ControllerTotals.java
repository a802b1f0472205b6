package io.faasrank.testbed.controller;

/**
 * What a controller has counted since its start. Nothing is lost where {@code dispatched =
 * completed + systemErrors + timedOut + inflight}.
 *
 * @param dispatched activations placed and given to Kafka
 * @param completed those acknowledged, the action's own errors included
 * @param systemErrors those acknowledged with an error of the system
 * @param timedOut those closed by force
 * @param inflight those still open
 * @param refused submissions that were not taken, since no invoker was usable
 * @param ignored acknowledgements of nothing in flight: late, or second ones
 * @param unsent messages that Kafka refused or did not take in time; such an activation is closed
 *     by force
 * @param malformed records of the controller's topics that were skipped
 */
public record ControllerTotals(
    long dispatched,
    long completed,
    long systemErrors,
    long timedOut,
    long inflight,
    long refused,
    long ignored,
    long unsent,
    long malformed) {}
