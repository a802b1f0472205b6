/**
 * What arrives: the functions of Table II, the shapes of Table III, readers of real traces, and the
 * composing of workloads from them.
 */
@NullMarked
package io.faasrank.workload;

import org.jspecify.annotations.NullMarked;
