package io.faasrank.testbed.invoker;

import io.faasrank.testbed.wire.Activation;

/**
 * An activation that an emulated invoker has taken.
 *
 * @param travelSeconds from the controller's receipt of the request to the invoker's of the
 *     activation, in virtual seconds; 0 where clocks disagree
 */
record AcceptedActivation(Activation activation, EmulatedWork work, double travelSeconds) {}
