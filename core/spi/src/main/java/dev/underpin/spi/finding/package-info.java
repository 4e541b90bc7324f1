/** What is told of a problem: codes, findings, refusals. */
@NullMarked
package dev.underpin.spi.finding;

import org.jspecify.annotations.NullMarked;
