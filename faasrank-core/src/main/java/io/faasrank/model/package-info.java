/**
 * The learned part as data: the score network with its plain-Java forward pass (stage 5 of 12), the
 * model that binds it to a schema and a scaler, and the file that stores both.
 */
@NullMarked
package io.faasrank.model;

import org.jspecify.annotations.NullMarked;
