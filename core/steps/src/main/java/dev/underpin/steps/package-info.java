/** What a plan can say in plain SQL: the steps that belong to no subject of their own. */
@NullMarked
package dev.underpin.steps;

import org.jspecify.annotations.NullMarked;
