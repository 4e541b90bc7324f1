/** What has happened: the durable log in the target database, the lease, the checkpoints. */
@NullMarked
package dev.underpin.journal;

import org.jspecify.annotations.NullMarked;
