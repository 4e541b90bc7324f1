package dev.underpin.testkit.snapshot;

import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import java.util.List;

/** The schema as pg_dump writes it, without the schema {@code underpin}. */
public record SchemaDump(String text) {

    private static final int CONTEXT = 3;

    /** Whether this machine has a pg_dump that is not older than the server. */
    public static boolean isAvailableFor(PostgresServer server) {
        return PgDump.find(server.major()).isPresent();
    }

    /**
     * The present state.
     *
     * @throws IllegalStateException if this machine has no pg_dump for the server, or if it fails
     */
    public static SchemaDump of(TestDatabase database) {
        int major = database.server().major();
        PgDump program = PgDump.find(major)
                .orElseThrow(() -> new IllegalStateException(
                        "there is no pg_dump of PostgreSQL " + major + " or later on this machine"));
        return new SchemaDump(program.schemaOf(database, List.of("--exclude-schema=underpin")));
    }

    /** Empty if the dumps are equal; else their differences as a unified diff. */
    public String diff(SchemaDump later) {
        return LineDiff.of(text.lines().toList(), later.text.lines().toList(), CONTEXT);
    }

    @Override
    public String toString() {
        return text;
    }
}
