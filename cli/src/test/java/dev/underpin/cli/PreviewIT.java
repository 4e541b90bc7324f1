package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text of a preview, word for word: whoever changes what a conversion does, locks or says sees it here.
 * {@code -Dunderpin.regenerate=true} writes it anew.
 */
@PostgresTest
@SideBySide
class PreviewIT {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/underpin/cli/preview.txt");

    @TempDir
    private Path directory;

    @Test
    void aConversionIsShownWordForWord(TestDatabase database) throws IOException {
        database.execute("""
                CREATE TABLE notes (id bigserial PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                CREATE INDEX notes_text_idx ON notes (text);
                CREATE VIEW recent AS SELECT id, text FROM notes WHERE at > now() - interval '1 day';
                ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                CREATE POLICY reading ON notes FOR SELECT USING (text <> 'secret');
                INSERT INTO notes (text) SELECT 'note ' || n FROM generate_series(1, 100) AS n;
                """);
        Path plan = directory.resolve("plan.yaml");
        Files.writeString(plan, """
                apiVersion: underpin/v1
                plan: notes-by-year
                steps:
                  - id: partition
                    uses: partitioning.convert
                    with:
                      table: public.notes
                      range: { column: at, interval: 1 year, ahead: 1 }
                  - id: index
                    uses: indexing.create
                    with: { table: public.notes, name: notes_at_idx, keys: [ { column: at } ] }
                """);
        FakeHost host = new FakeHost(Terminal.none(), directory).realEngine();

        int exitCode = host.run("preview", plan.toString(), "--url", database.url());

        assertThat(exitCode).as(host.err()).isZero();
        String shown = timeless(host.out());
        if (Boolean.getBoolean("underpin.regenerate")) {
            Files.writeString(GOLDEN, shown);
        }
        assertThat(shown).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
    }

    @Test
    void whatRollbackAndFinalizeWouldDoIsShownFromTheirOwnPrograms(TestDatabase database) throws IOException {
        database.execute("CREATE TABLE notes (id int PRIMARY KEY, text text)");
        Path plan = directory.resolve("plan.yaml");
        Files.writeString(plan, """
                apiVersion: underpin/v1
                plan: two-indexes
                steps:
                  - { id: one, uses: indexing.create, with: { table: public.notes, name: notes_one, keys: [ { column: text } ] } }
                  - { id: two, uses: indexing.create, with: { table: public.notes, name: notes_two, keys: [ { column: id }, { column: text } ] } }
                """);
        assertThat(run(database, "apply", plan.toString(), "--yes")).isNotEmpty();

        assertThat(run(database, "preview", "two-indexes", "--rollback"))
                .contains("DROP INDEX CONCURRENTLY", "notes_one", "notes_two", "underpin rollback two-indexes");
        assertThat(run(database, "preview", "two-indexes", "--rollback", "--to", "one"))
                .contains("notes_two")
                .doesNotContain("notes_one");
        assertThat(run(database, "preview", "two-indexes", "--finalize")).contains("underpin finalize two-indexes");
        database.execute("DROP INDEX notes_two");
        FakeHost host = new FakeHost(Terminal.none(), directory).realEngine();
        assertThat(host.run("preview", "two-indexes", "--finalize", "--url", database.url()))
                .as("finalize would be refused")
                .isEqualTo(4);
        database.execute("CREATE INDEX notes_two ON notes (id, text)");
        assertThat(database.queryLong("SELECT count(*) FROM pg_indexes WHERE tablename = 'notes'"))
                .as("nothing was changed")
                .isEqualTo(3);
    }

    private String run(TestDatabase database, String... arguments) {
        FakeHost host = new FakeHost(Terminal.none(), directory).realEngine();
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--url", database.url()));
        assertThat(host.run(line.toArray(String[]::new))).as(host.err()).isZero();
        return host.out();
    }

    /** Without what differs from year to year and from place to place. */
    private String timeless(String text) {
        int year = OffsetDateTime.now(ZoneOffset.UTC).getYear();
        List<String> lines = text.lines().skip(1).toList();
        return String.join("\n", lines)
                        .replace(String.valueOf(year + 2), "YEAR+2")
                        .replace(String.valueOf(year + 1), "YEAR+1")
                        .replace(String.valueOf(year), "YEAR")
                        .replaceAll("(?:/[\\w.-]+)+/plan\\.yaml", "plan.yaml")
                        .replaceAll("YEAR-\\d\\d-\\d\\dT[\\d:.]+Z", "MOMENT")
                        .replaceAll("YEAR\\+1-01-01T00:00:00[\\d.]*Z", "MOMENT")
                + "\n";
    }
}
