/** Drives the pages that users see in a browser without a screen. */
@NullMarked
package io.faasrank.testbed.web;

import org.jspecify.annotations.NullMarked;
