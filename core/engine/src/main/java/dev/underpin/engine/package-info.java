/** What happens, in which order: check, apply, verify, roll back, resume, finalize. */
@NullMarked
package dev.underpin.engine;

import org.jspecify.annotations.NullMarked;
