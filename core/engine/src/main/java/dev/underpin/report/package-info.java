/** What is told: reports at the end, events on the way. */
@NullMarked
package dev.underpin.report;

import org.jspecify.annotations.NullMarked;
