/** Tests of what is read from the system catalogs, on every supported major. */
@NullMarked
package dev.underpin.postgresql.catalog;

import org.jspecify.annotations.NullMarked;
