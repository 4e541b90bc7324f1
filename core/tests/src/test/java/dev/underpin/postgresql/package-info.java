/** Tests of PostgreSQL's dialect. */
@NullMarked
package dev.underpin.postgresql;

import org.jspecify.annotations.NullMarked;
