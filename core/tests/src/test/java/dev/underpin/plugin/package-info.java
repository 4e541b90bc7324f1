/** What the registry of plug-ins promises. */
@NullMarked
package dev.underpin.plugin;

import org.jspecify.annotations.NullMarked;
