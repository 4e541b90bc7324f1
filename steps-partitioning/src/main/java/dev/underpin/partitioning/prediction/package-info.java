/** What the catalog will be, so that later steps can be previewed, and what else would have served a plan's queries. */
@NullMarked
package dev.underpin.partitioning.prediction;

import org.jspecify.annotations.NullMarked;
