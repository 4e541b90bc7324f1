/** Which codes the command line itself can say. */
@NullMarked
package dev.underpin.cli.code;

import org.jspecify.annotations.NullMarked;
