/** What is there: the model of a database's structure that steps read, compare and predict. */
@NullMarked
package dev.underpin.spi.catalog;

import org.jspecify.annotations.NullMarked;
