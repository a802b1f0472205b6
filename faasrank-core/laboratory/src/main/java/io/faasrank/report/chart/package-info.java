/**
 * Geometry of the report's charts. Each type turns figures into coordinates that a template of the
 * same name draws as SVG; colours and fonts are the page's style sheet's.
 */
@NullMarked
package io.faasrank.report.chart;

import org.jspecify.annotations.NullMarked;
