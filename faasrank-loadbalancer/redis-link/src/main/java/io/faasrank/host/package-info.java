/** Whether the OpenWhisk around a plugin is one that the jar is made for. */
@NullMarked
package io.faasrank.host;

import org.jspecify.annotations.NullMarked;
