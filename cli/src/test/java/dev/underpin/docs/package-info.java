/** Whether the documentation says what the code does: its generated parts are renewed or compared, its plans are read. */
@NullMarked
package dev.underpin.docs;

import org.jspecify.annotations.NullMarked;
