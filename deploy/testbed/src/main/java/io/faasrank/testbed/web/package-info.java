/** The page that shows a replay while it runs. */
@NullMarked
package io.faasrank.testbed.web;

import org.jspecify.annotations.NullMarked;
