package dev.underpin.testkit;

import java.util.Map;
import java.util.Optional;

/** One way to come by a server. */
interface ServerSource {

    /** Whether commits reach the disk, as in production: for benchmarks. */
    boolean DURABLE = Boolean.getBoolean("postgres.durable");

    /** What every server that the kit starts itself is configured with. */
    Map<String, String> CONFIGURATION = Map.of(
            "fsync", DURABLE ? "on" : "off",
            "full_page_writes", DURABLE ? "on" : "off",
            "synchronous_commit", DURABLE ? "on" : "off",
            "max_connections", "200",
            "max_prepared_transactions", "10",
            "wal_level", "logical",
            "max_wal_size", DURABLE ? "4GB" : "512MB",
            "shared_preload_libraries", "pg_stat_statements",
            // Hundreds of tests share it, and the rarest statements are the first to be forgotten.
            "pg_stat_statements.max", "20000",
            "timezone", "UTC");

    /** A server of this major, or empty if this way does not lead to one. It lives until the JVM ends, at least. */
    Optional<ServerAddress> start(int major);

    /** Whether the server goes on after the JVM, so that what tests created there must be dropped. */
    default boolean outlivesTheJvm() {
        return false;
    }
}
