/** Is the database what it was before? Its schema as pg_dump sees it, its whole catalog, and the contents of its tables, each comparable with an earlier one. */
@NullMarked
package dev.underpin.testkit.snapshot;

import org.jspecify.annotations.NullMarked;
