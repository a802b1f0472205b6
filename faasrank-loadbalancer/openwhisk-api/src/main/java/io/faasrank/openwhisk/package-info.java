/**
 * Holds what FaaSRank references of its host against what the host has. OpenWhisk's types are
 * declared beside this package as signatures whose bodies throw; the facts that they are written
 * from are the resource {@code signatures.txt}. Nothing of this module is shipped.
 */
@NullMarked
package io.faasrank.openwhisk;

import org.jspecify.annotations.NullMarked;
