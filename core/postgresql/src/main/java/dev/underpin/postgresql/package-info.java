/** How PostgreSQL 14 to 18 says what steps declare. */
@NullMarked
package dev.underpin.postgresql;

import org.jspecify.annotations.NullMarked;
