/** What does the engine ask of every server, whatever the steps of a plan are? Whoever brings step types needs none of it. */
@NullMarked
package dev.underpin.spi.server;

import org.jspecify.annotations.NullMarked;
