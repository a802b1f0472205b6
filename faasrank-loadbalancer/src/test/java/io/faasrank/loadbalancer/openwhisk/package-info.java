@NullMarked
package io.faasrank.loadbalancer.openwhisk;

import org.jspecify.annotations.NullMarked;
