/** Tests of the model store. */
@NullMarked
package io.faasrank.loadbalancer.model;

import org.jspecify.annotations.NullMarked;
