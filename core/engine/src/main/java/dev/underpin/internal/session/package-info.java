/** How a command reaches its server: the sessions it works with, the lease it holds, and what it does when a connection is lost. */
@NullMarked
package dev.underpin.internal.session;

import org.jspecify.annotations.NullMarked;
