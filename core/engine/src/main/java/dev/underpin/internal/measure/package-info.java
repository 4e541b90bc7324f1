/** How fast a query is, and how the server comes by its rows: timings, execution plans, and what was expected of them. */
@NullMarked
package dev.underpin.internal.measure;

import org.jspecify.annotations.NullMarked;
