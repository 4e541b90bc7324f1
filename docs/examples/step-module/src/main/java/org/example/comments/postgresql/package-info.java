/** How does PostgreSQL say what this module needs? */
@NullMarked
package org.example.comments.postgresql;

import org.jspecify.annotations.NullMarked;
