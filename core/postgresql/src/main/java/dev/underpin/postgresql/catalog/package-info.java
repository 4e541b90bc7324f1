/** What is there: reads a database's structure into the model, lazily and in few round trips, and lays predictions over it. */
@NullMarked
package dev.underpin.postgresql.catalog;

import org.jspecify.annotations.NullMarked;
