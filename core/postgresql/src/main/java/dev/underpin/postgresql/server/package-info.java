/** How does PostgreSQL say what the engine asks of every server: of sessions, locks, time limits and refusals? */
@NullMarked
package dev.underpin.postgresql.server;

import org.jspecify.annotations.NullMarked;
