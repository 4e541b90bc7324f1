/** What does a dialect from outside of core look like? */
@NullMarked
package dev.underpin.testkit.dialect;

import org.jspecify.annotations.NullMarked;
