/** Names and SQL as text: what is quoted, what a plan wrote, and the tokens that tell them apart. */
@NullMarked
package dev.underpin.spi.sql;

import org.jspecify.annotations.NullMarked;
