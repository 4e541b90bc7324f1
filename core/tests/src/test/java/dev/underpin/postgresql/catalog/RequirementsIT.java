package dev.underpin.postgresql.catalog;

import static dev.underpin.postgresql.catalog.CatalogReading.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.postgresql.PostgresDialect;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.Names;
import dev.underpin.spi.Settings;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of each requirement that does not hold, and that nothing is said of one that does. */
@PostgresTest
@SideBySide
class RequirementsIT {

    private static final String SCHEMA = """
            CREATE SCHEMA reports;
            CREATE TABLE messages (id int PRIMARY KEY, "Text" text);
            CREATE VIEW recent AS SELECT * FROM messages;
            CREATE MATERIALIZED VIEW stats AS SELECT 1 AS n;
            """;

    private static List<String> told(Requirement requirement, CatalogReading reading) {
        return requirement.unmet(new Seeing(reading.now())).stream()
                .map(finding -> finding.code() + " " + finding.message())
                .toList();
    }

    @Test
    void nothingIsSaidOfWhatHolds(TestDatabase database) {
        database.execute(SCHEMA);
        try (CatalogReading all = CatalogReading.of(database)) {
            assertThat(told(
                            Requirement.all(List.of(
                                    Requirements.exists(named("messages"), RelationKind.TABLE),
                                    Requirements.owned(named("messages")),
                                    Requirements.owned(named("stats")),
                                    Requirements.createsIn("reports"),
                                    Requirements.setRole("pg_monitor", "who is always there"),
                                    Requirements.fits("ü".repeat(31)),
                                    Requirements.free(named("nothing")),
                                    Requirements.role("public"),
                                    Requirements.role("pg_monitor"),
                                    Requirements.column(named("messages"), "Text"),
                                    Requirements.column(named("nowhere"), "said elsewhere"),
                                    Requirements.owned(named("nowhere")),
                                    Requirements.extension("plpgsql"),
                                    Requirements.seesSessions(""))),
                            all))
                    .isEmpty();
        }
    }

    @Test
    void whatIsMissingIsNamed(TestDatabase database) {
        database.execute(SCHEMA);
        TestLogin app = database.createLogin("app", "");
        String me = app.name();
        try (CatalogReading reading = CatalogReading.of(database, app)) {
            assertThat(told(Requirements.exists(named("nowhere"), RelationKind.TABLE), reading))
                    .containsExactly("E1401 there is no table public.nowhere");
            assertThat(told(
                            Requirements.exists(
                                    named("recent"),
                                    RelationKind.TABLE,
                                    RelationKind.PARTITIONED_TABLE,
                                    RelationKind.MATERIALIZED_VIEW),
                            reading))
                    .containsExactly("E1402 public.recent is a view, not a table or materialized view");
            assertThat(told(Requirements.owned(named("messages")), reading))
                    .singleElement()
                    .asString()
                    .startsWith("E1403 " + me + " does not own public.messages, ");
            assertThat(told(Requirements.setRole("pg_monitor", "which reads all"), reading))
                    .containsExactly("E1404 " + me + " may not SET ROLE pg_monitor, which reads all");
            assertThat(told(Requirements.createsIn("reports"), reading))
                    .containsExactly("E1405 " + me + " lacks the privilege CREATE on SCHEMA reports");
            assertThat(told(Requirements.createsIn("Nowhere"), reading))
                    .containsExactly("E1406 there is no schema \"Nowhere\"");
            assertThat(told(Requirements.fits("ü".repeat(32)), reading))
                    .singleElement()
                    .asString()
                    .startsWith("E1407 ")
                    .endsWith("has 64 bytes; the server keeps 63");
            assertThat(told(Requirements.free(named("messages_pkey")), reading))
                    .containsExactly("E1408 the name public.messages_pkey is taken by another relation (index)");
            assertThat(told(Requirements.role("Nobody"), reading)).containsExactly("E1409 there is no role \"Nobody\"");
            assertThat(told(Requirements.column(named("messages"), "text"), reading))
                    .containsExactly("E1410 public.messages has no column text");
            assertThat(told(Requirements.extension("nowhere"), reading))
                    .containsExactly("E1411 extension nowhere is not installed in this database");
            assertThat(told(Requirements.seesSessions("so it waits for all"), reading))
                    .containsExactly(
                            "E1412 other sessions' transactions are hidden from " + me + ": so it waits for all");
        }
    }

    @Test
    void nobodyIsToldToGiveAwayASuperuser(TestDatabase database) {
        database.execute(SCHEMA);
        TestLogin app = database.createLogin("app", "");
        try (CatalogReading reading = CatalogReading.of(database, app)) {
            assertThat(Requirements.owned(named("messages")).unmet(new Seeing(reading.now())))
                    .extracting(Finding::remedy)
                    .singleElement()
                    .asString()
                    .contains("is a superuser")
                    .doesNotContain("GRANT");
        }
    }

    @Test
    void theSameIsSaidOnce(TestDatabase database) {
        database.execute(SCHEMA);
        try (CatalogReading reading = CatalogReading.of(database)) {
            assertThat(told(
                            Requirement.all(List.of(Requirements.role("nobody"), Requirements.role("nobody"))),
                            reading))
                    .hasSize(1);
            assertThat(Requirements.role("nobody")).isEqualTo(Requirements.role("nobody"));
        }
    }

    /** A context that knows the catalog, and nothing to ask. */
    private record Seeing(Catalog catalog) implements StepContext {

        @Override
        public Dialect dialect() {
            return new PostgresDialect(PostgresServer.shared().major());
        }

        @Override
        public Names names() {
            return new Names() {
                @Override
                public int maxBytes() {
                    return 63;
                }

                @Override
                public QualifiedName beside(QualifiedName base, String suffix) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public QualifiedName own(QualifiedName about, String suffix) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public Settings settings() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ledger ledger() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant now() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <R extends Record> List<R> ask(String id, Sql query, Class<R> row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <R extends Record> List<R> queryInScratch(String id, List<Sql> setup, Sql query, Class<R> row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StepContext seeing(Catalog predicted) {
            return new Seeing(predicted);
        }
    }
}
