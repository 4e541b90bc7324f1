/** What a module of step types outside of this repository looks like; the documentation shows it. */
@NullMarked
package dev.underpin.example;

import org.jspecify.annotations.NullMarked;
