package dev.underpin.spi.program;

/**
 * Waits, without a lock, until every snapshot of another session of the database that was held when the wait began is gone.
 * What is committed before is seen by whoever reads afterwards. A session whose snapshot we may not see counts as holding one
 * until its transaction ends. The wait lasts no longer than the plan's {@code maxLockWait}.
 */
public record Await(String key, String title) implements Action {}
