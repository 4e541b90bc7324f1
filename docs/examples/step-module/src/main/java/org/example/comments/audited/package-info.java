/** How does PostgreSQL under audit say it? */
@NullMarked
package org.example.comments.audited;

import org.jspecify.annotations.NullMarked;
