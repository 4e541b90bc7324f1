/** What a person, or a test, has to say to work that is under way: when it stops, and what it cannot know itself. */
@NullMarked
package dev.underpin.control;

import org.jspecify.annotations.NullMarked;
