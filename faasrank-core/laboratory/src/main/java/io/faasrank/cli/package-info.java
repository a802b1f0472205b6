/**
 * The command line {@code faasrank}. Results go to standard output and are the same bytes for the
 * same settings; progress and errors go to standard error. Exit code 0 means success, 2 input that
 * the user has to correct, 1 a fault of the program.
 */
@NullMarked
package io.faasrank.cli;

import org.jspecify.annotations.NullMarked;
