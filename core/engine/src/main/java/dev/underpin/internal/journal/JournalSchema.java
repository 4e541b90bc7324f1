package dev.underpin.internal.journal;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.server.AdvisoryLockStatements;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.JournalStatements;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Creates and migrates the journal's own schema; safe when many first starts happen at once. */
public final class JournalSchema {

    /** The schema in the target database. */
    public static final String NAME = "underpin";

    private static final int VERSION = 1;

    /** Serialises first starts; held to the end of the transaction. */
    private static final long LATCH = 0x756e64657270696eL;

    private static final List<String> FIRST =
            List.of("""
            CREATE SCHEMA underpin
            """, """
            COMMENT ON SCHEMA underpin IS 'Journal of underpin: what its plans did here. Needed to resume and to roll back.'
            """, """
            REVOKE ALL ON SCHEMA underpin FROM PUBLIC
            """, """
            CREATE TABLE underpin.version (
              version int PRIMARY KEY,
              installed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
              tool text NOT NULL)
            """, """
            CREATE SEQUENCE underpin.tick
            """, """
            CREATE TABLE underpin.lease (
              scope text PRIMARY KEY,
              epoch bigint NOT NULL,
              host text NOT NULL,
              backend_pid int NOT NULL,
              command text NOT NULL,
              run uuid,
              acquired_at timestamptz NOT NULL,
              heartbeat_at timestamptz NOT NULL,
              activity jsonb,
              released_at timestamptz,
              UNIQUE (scope, epoch))
            """, """
            CREATE TABLE underpin.run (
              id uuid PRIMARY KEY,
              ordinal bigint GENERATED ALWAYS AS IDENTITY,
              plan text NOT NULL,
              state text NOT NULL,
              operation text NOT NULL,
              canonical jsonb NOT NULL,
              sha256 text NOT NULL,
              tool text NOT NULL,
              actor text NOT NULL,
              gates text[] NOT NULL DEFAULT '{}',
              measurements jsonb NOT NULL DEFAULT '[]',
              started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
              ended_at timestamptz)
            """, """
            CREATE UNIQUE INDEX run_current ON underpin.run (plan) WHERE state NOT IN ('ROLLED_BACK', 'FINALIZED')
            """, """
            CREATE TABLE underpin.claim (
              schema_name text NOT NULL,
              relation text NOT NULL,
              run uuid NOT NULL REFERENCES underpin.run,
              PRIMARY KEY (schema_name, relation))
            """, """
            CREATE TABLE underpin.step (
              run uuid NOT NULL REFERENCES underpin.run,
              ordinal int NOT NULL,
              id text NOT NULL,
              type text NOT NULL,
              version int NOT NULL,
              config jsonb NOT NULL,
              sha256 text NOT NULL,
              preview jsonb,
              memory jsonb,
              state text NOT NULL,
              started_at timestamptz,
              ended_at timestamptz,
              worked interval NOT NULL DEFAULT '0',
              working_since timestamptz,
              PRIMARY KEY (run, ordinal))
            """, """
            CREATE TABLE underpin.program (
              id bigint PRIMARY KEY DEFAULT pg_catalog.nextval('underpin.tick'),
              run uuid NOT NULL,
              step int NOT NULL,
              role text NOT NULL,
              parent bigint,
              round int NOT NULL,
              state text NOT NULL,
              body jsonb NOT NULL,
              sha256 text NOT NULL,
              answers jsonb NOT NULL,
              created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
              FOREIGN KEY (run, step) REFERENCES underpin.step)
            """, """
            CREATE TABLE underpin.action (
              id bigint PRIMARY KEY DEFAULT pg_catalog.nextval('underpin.tick'),
              program bigint NOT NULL REFERENCES underpin.program,
              path text NOT NULL,
              key text NOT NULL,
              kind text NOT NULL,
              state text NOT NULL,
              began bigint,
              attempts int NOT NULL DEFAULT 0,
              rows bigint NOT NULL DEFAULT 0,
              evidence jsonb NOT NULL DEFAULT '{}',
              sqlstate text,
              message text,
              started_at timestamptz,
              ended_at timestamptz,
              UNIQUE (program, path))
            """, """
            CREATE TABLE underpin.checkpoint (
              action bigint NOT NULL REFERENCES underpin.action,
              segment int NOT NULL,
              lower text NOT NULL,
              upper text NOT NULL,
              position text NOT NULL,
              relfilenode bigint NOT NULL,
              rows bigint NOT NULL DEFAULT 0,
              PRIMARY KEY (action, segment))
            """, """
            CREATE TABLE underpin.event (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              run uuid NOT NULL,
              at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
              kind text NOT NULL,
              body jsonb NOT NULL)
            """);

    private JournalSchema() {}

    /**
     * Whether the journal has been created in this database.
     *
     * @throws Failure if it has, and it is not this role's alone
     */
    public static boolean exists(Session session) {
        return new JournalTrust(session, JournalTables.columns()).created();
    }

    /** Creates what is missing, or refuses a journal that a newer tool has written, or that others can write. */
    public static void ensure(Session session, String tool) {
        try {
            session.transaction(() -> {
                DSLContext dsl = session.dsl();
                session.query(session.dialect()
                        .statements(AdvisoryLockStatements.class)
                        .untilCommit(LATCH));
                JournalTrust trust = new JournalTrust(session, JournalTables.columns());
                int present = trust.created() ? version(dsl) : 0;
                if (present > VERSION) {
                    throw new Failure(
                            Outcome.REFUSED,
                            EngineCodes.JOURNAL_VERSION,
                            "the journal in schema underpin has version " + present + ", this tool knows " + VERSION,
                            "Use the version of underpin that wrote it, or a newer one.");
                }
                if (present == 0) {
                    create(session, trust.schemaExists());
                    dsl.insertInto(JournalTables.VERSION)
                            .set(JournalTables.VERSION.version, VERSION)
                            .set(JournalTables.VERSION.tool, tool)
                            .execute();
                    trust.created();
                }
                return present;
            });
        } catch (SqlFailure failure) {
            throw failure.means(ErrorMeaning.DUPLICATE_SCHEMA) ? JournalTrust.madeMeanwhile() : failure;
        }
    }

    /** Never with IF NOT EXISTS: whatever has the name by then is not ours. */
    private static void create(Session session, boolean schemaExists) {
        statements(session.dialect()).skip(schemaExists ? 1 : 0).forEach(session::command);
    }

    /** In their order; the last takes from others what they would have by default. */
    private static Stream<String> statements(Dialect dialect) {
        return Stream.concat(
                FIRST.stream(),
                Stream.of(
                        dialect.statements(JournalStatements.class).close(NAME).text()));
    }

    /** All that {@link #ensure} creates, for a server that is to have the same tables. */
    public static String script(Dialect dialect) {
        return statements(dialect).map(statement -> statement.strip() + ";").collect(Collectors.joining("\n"));
    }

    private static int version(DSLContext dsl) {
        return dsl.select(DSL.coalesce(DSL.max(JournalTables.VERSION.version), DSL.inline(0)))
                .from(JournalTables.VERSION)
                .fetchSingle()
                .value1();
    }
}
