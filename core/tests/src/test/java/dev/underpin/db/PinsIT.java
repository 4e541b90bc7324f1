package dev.underpin.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ActivityStatements;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** With a role that has settings of its own, which nothing of ours depends on. */
@PostgresTest
@SideBySide
class PinsIT {

    @Test
    void holdAgainstTheSettingsOfARole(TestDatabase database) {
        TestLogin login = database.createLogin("peculiar", "");
        for (String setting : new String[] {
            "quote_all_identifiers = on",
            "idle_session_timeout = '1h'",
            "statement_timeout = '1h'",
            "idle_in_transaction_session_timeout = '1h'",
            "transform_null_equals = on",
            "DateStyle = 'German'"
        }) {
            database.execute("ALTER ROLE " + login.name() + " SET " + setting);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrlAs(login));
        try (Session session = new Sessions(source, SearchPath.EMPTY).open("test")) {
            assertThat(session.query(Sql.of("""
                            SELECT pg_catalog.concat_ws(' ', pg_catalog.format_type('"char"'::pg_catalog.regtype, NULL), pg_catalog.pg_get_indexdef(i.indexrelid),
                                     pg_catalog.current_setting('idle_session_timeout'), pg_catalog.current_setting('statement_timeout'),
                                     pg_catalog.current_setting('idle_in_transaction_session_timeout'), NULL IS NULL, DATE '2026-01-31')
                            FROM pg_catalog.pg_index AS i WHERE i.indexrelid = 'pg_catalog.pg_class_oid_index'::pg_catalog.regclass
                            """)).first())
                    .isEqualTo(
                            "\"char\" CREATE UNIQUE INDEX pg_class_oid_index ON pg_catalog.pg_class USING btree (oid) 0 0 0 t 2026-01-31");
        }
    }

    /** One that is known by another time than it has would count as lost. */
    @Test
    void aProcessIsKnownByTheSameTimeWhateverDigitsARoleHas(TestDatabase database) {
        database.execute("ALTER DATABASE " + database.name() + " SET extra_float_digits = -15");
        Sessions sessions = new Sessions(database.dataSource(), SearchPath.EMPTY);
        try (Session one = sessions.open("one");
                Session other = sessions.openReadOnly("other")) {
            Sql known = other.dialect()
                    .statements(ActivityStatements.class)
                    .idle(List.of(one.backend().pid()));
            assertThat(other.query(known).values().get(0).get(1))
                    .isEqualTo(one.backend().started());
        }
    }
}
