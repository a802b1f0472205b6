/**
 * Holds what FaaSRank references of its host against what the host has. OpenWhisk's types are
 * declared beside this package as signatures whose bodies throw; the facts that they are written
 * from are the resources {@code signatures-*.txt}, one for each OpenWhisk. Nothing of this module
 * is shipped.
 */
@NullMarked
package io.faasrank.openwhisk;

import org.jspecify.annotations.NullMarked;
