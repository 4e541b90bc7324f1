package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a PgBouncer between the tool and the server. */
@PostgresTest
@SideBySide
class PoolerIT {

    @TempDir
    Path directory;

    private String plan = "";

    @BeforeEach
    void aPlan(TestDatabase database) throws IOException {
        Optional<Path> program = Pooler.program();
        assumeTrue(program.isPresent(), "pgbouncer is not installed");
        database.execute("CREATE TABLE notes (id int PRIMARY KEY, text text); INSERT INTO notes VALUES (1, 'one')");
        plan = Files.writeString(directory.resolve("plan.yaml"), """
                        apiVersion: underpin/v1
                        plan: pooled
                        steps:
                          - { id: index, uses: indexing.create, with: { table: notes, name: notes_text, keys: [ { column: text } ] } }
                        """).toString();
    }

    private Pooler pooler(String mode, TestDatabase database) throws IOException {
        return Pooler.start(Pooler.program().orElseThrow(), mode, database.url(), directory);
    }

    private FakeHost host() {
        return new FakeHost(Terminal.none(), directory).realEngine();
    }

    @Test
    void inTransactionModeIsRefused(TestDatabase database) throws IOException {
        try (Pooler pooler = pooler("transaction", database)) {
            for (String command : new String[] {"check", "preview", "apply"}) {
                FakeHost host = host();
                assertThat(host.run(command, plan, "--yes", "--url", pooler.url()))
                        .as(host.err())
                        .isEqualTo(4);
                assertThat(host.err()).contains("error[E1103]", "transaction mode", "state: nothing has changed");
            }
        }
        assertThat(database.queryBoolean(
                        "SELECT to_regnamespace('underpin') IS NULL AND to_regclass('notes_text') IS NULL"))
                .isTrue();
    }

    /** What the pool gives out next is as a server's session begins. */
    private static void usable(Pooler pooler, String after) throws SQLException {
        List<Connection> lent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                lent.add(DriverManager.getConnection(pooler.jdbcUrl()));
            }
            for (Connection connection : lent) {
                assertThat(new TestSession(connection).queryText("""
                                SELECT concat_ws(' ', current_setting('search_path'), current_setting('default_transaction_read_only'),
                                         current_setting('row_security'), current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('jit'),
                                         (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
                                         (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()), session_user = current_user)
                                """))
                        .as(after)
                        .isEqualTo("\"$user\", public off on 0 0 on 0 0 t");
            }
        } finally {
            for (Connection connection : lent) {
                connection.close();
            }
        }
    }

    @Test
    void inSessionModeIsAcceptedAndLeavesNothingBehind(TestDatabase database) throws Exception {
        try (Pooler pooler = pooler("session", database)) {
            for (String[] command : new String[][] {{"apply", plan}, {"verify", "pooled"}, {"rollback", "pooled"}}) {
                FakeHost host = host();
                assertThat(host.run(command[0], command[1], "--yes", "--url", pooler.url()))
                        .as(host.err())
                        .isZero();
                usable(pooler, command[0]);
            }
        }
        assertThat(database.queryText("SELECT state FROM underpin.run")).isEqualTo("ROLLED_BACK");
    }
}
