/** Whether indexes are built, completed and taken back as promised. */
@NullMarked
package dev.underpin.indexing;

import org.jspecify.annotations.NullMarked;
