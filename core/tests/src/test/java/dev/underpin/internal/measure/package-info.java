@NullMarked
package dev.underpin.internal.measure;

import org.jspecify.annotations.NullMarked;
