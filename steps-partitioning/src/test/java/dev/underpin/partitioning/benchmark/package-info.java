/** How long a conversion takes, against a plain script, and where its time goes. */
@NullMarked
package dev.underpin.partitioning.benchmark;

import org.jspecify.annotations.NullMarked;
