package io.faasrank.loadbalancer.decision;

import io.faasrank.policy.LateBinding;
import java.time.Duration;

/**
 * Whether activations wait in the controller, and how many of them for how long.
 *
 * @param enabled whether any does
 * @param rule which ones
 * @param maxWaiting so many at most; hashing places what comes beyond
 * @param maxWaitingBytes length of their messages together at most, likewise
 * @param longestWait after which one is sent where it will wait
 */
public record LateBindingSettings(
    boolean enabled,
    LateBinding rule,
    int maxWaiting,
    long maxWaitingBytes,
    Duration longestWait) {}
