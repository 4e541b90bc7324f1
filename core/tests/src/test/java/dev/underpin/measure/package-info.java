@NullMarked
package dev.underpin.measure;

import org.jspecify.annotations.NullMarked;
