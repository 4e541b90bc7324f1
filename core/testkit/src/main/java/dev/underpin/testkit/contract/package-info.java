/** What every step type has to keep, whoever wrote it. */
@NullMarked
package dev.underpin.testkit.contract;

import org.jspecify.annotations.NullMarked;
