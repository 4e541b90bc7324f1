/** What an applied plan has to do again and again, and when it is due. */
@NullMarked
package dev.underpin.internal.duty;

import org.jspecify.annotations.NullMarked;
