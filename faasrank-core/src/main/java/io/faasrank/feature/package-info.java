/**
 * Stage 4 of 12: Table I as types. The schema names the columns, the encoder turns a request and a
 * cluster view into one state row per candidate invoker, the scaler normalises the rows.
 */
@NullMarked
package io.faasrank.feature;

import org.jspecify.annotations.NullMarked;
