/** Tests of PostgreSQL's dialect. */
@NullMarked
package dev.underpin.dialect.postgresql;

import org.jspecify.annotations.NullMarked;
