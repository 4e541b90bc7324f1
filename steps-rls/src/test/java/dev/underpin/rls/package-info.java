@NullMarked
package dev.underpin.rls;

import org.jspecify.annotations.NullMarked;
