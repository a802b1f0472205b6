@NullMarked
package io.faasrank.openwhisk;

import org.jspecify.annotations.NullMarked;
