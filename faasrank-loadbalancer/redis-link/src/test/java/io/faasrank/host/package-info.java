@NullMarked
package io.faasrank.host;

import org.jspecify.annotations.NullMarked;
