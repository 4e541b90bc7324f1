/** What a plan says of a conversion, as it is written. */
@NullMarked
package dev.underpin.partitioning.config;

import org.jspecify.annotations.NullMarked;
