/** What a step's configuration is made of: how it is described, and types that a plan writes as text. */
@NullMarked
package dev.underpin.spi.config;

import org.jspecify.annotations.NullMarked;
