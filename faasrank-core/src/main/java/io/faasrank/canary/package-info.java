/**
 * A model on trial: which arm has its turn when, what is counted of each, and the verdict. Pure
 * functions of evidence, so that all controllers, the command line and a simulation agree.
 */
@NullMarked
package io.faasrank.canary;

import org.jspecify.annotations.NullMarked;
