/** What has happened: the durable log in the target database, the lease, the checkpoints. */
@NullMarked
package dev.underpin.internal.journal;

import org.jspecify.annotations.NullMarked;
