package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.demo.DemoBinaries;
import dev.underpin.testkit.SideBySide;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that replays what another has written. */
@SideBySide
class StandbyIT {

    private static final String PLAN = """
            apiVersion: underpin/v1
            plan: standby
            prechecks:
              - { id: many, sql: SELECT count(*) FROM notes, expect: { value: 7 }, remedy: Write more. }
            steps:
              - { id: index, uses: indexing.create, with: { table: notes, name: notes_text, keys: [ { expression: lower(text) } ] } }
              - { id: elsewhere, uses: indexing.create, with: { table: nowhere, name: nowhere_text, keys: [ { column: text } ] } }
            """;

    @TempDir
    Path directory;

    private EmbeddedPostgres server(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(DemoBinaries::archive)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale", "C")
                .start();
    }

    /** One that has stopped in order goes on as the standby of nobody. */
    private Path standby() throws IOException, SQLException {
        Path data = directory.resolve("data");
        try (EmbeddedPostgres primary = server(data);
                Connection connection = primary.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE notes (id int PRIMARY KEY, text text); INSERT INTO notes VALUES (1, 'one')");
        }
        Files.createFile(data.resolve("standby.signal"));
        return data;
    }

    @Test
    void isRefusedWithAllElseThatCanBeToldThere() throws IOException, SQLException {
        String plan = Files.writeString(directory.resolve("plan.yaml"), PLAN).toString();
        try (EmbeddedPostgres standby = server(standby())) {
            String url = "postgresql://postgres@localhost:" + standby.getPort() + "/postgres";
            for (String command : new String[] {"check", "apply"}) {
                FakeHost host = new FakeHost(Terminal.none(), directory).realEngine();
                int exitCode = host.run(command, plan, "--yes", "--url", url);
                String said = host.out() + host.err();

                assertThat(exitCode).as(said).isEqualTo(4);
                assertThat(said)
                        .contains(", standby", "error[E1204]", "Connect to the primary.", "error[E2201]", "found 1")
                        .contains("state: nothing has changed")
                        .doesNotContain("read-only transaction", "\tat ");
            }
        }
    }
}
