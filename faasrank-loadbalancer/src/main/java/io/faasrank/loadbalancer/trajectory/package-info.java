/** Stage 10 of 12: what decisions were worth, written down for training outside the controller. */
@NullMarked
package io.faasrank.loadbalancer.trajectory;

import org.jspecify.annotations.NullMarked;
