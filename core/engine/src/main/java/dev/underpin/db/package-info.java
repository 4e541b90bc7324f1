/** How a statement reaches the server: sessions, settings, deadlines, blockers. */
@NullMarked
package dev.underpin.db;

import org.jspecify.annotations.NullMarked;
