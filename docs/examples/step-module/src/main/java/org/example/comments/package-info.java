/** Step types for comments. */
@NullMarked
package org.example.comments;

import org.jspecify.annotations.NullMarked;
