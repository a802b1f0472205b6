@NullMarked
package io.faasrank.canary;

import org.jspecify.annotations.NullMarked;
