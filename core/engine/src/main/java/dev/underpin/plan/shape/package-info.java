/** How records are written in plans: the one description from which reader, JSON form and JSON Schema come. */
@NullMarked
package dev.underpin.plan.shape;

import org.jspecify.annotations.NullMarked;
