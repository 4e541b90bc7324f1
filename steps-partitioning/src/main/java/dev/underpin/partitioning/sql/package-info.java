/** What a conversion asks a server to do, whatever server it is. */
@NullMarked
package dev.underpin.partitioning.sql;

import org.jspecify.annotations.NullMarked;
