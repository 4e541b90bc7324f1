package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.Finding;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import dev.underpin.testkit.snapshot.SchemaDump;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database with tables that have properties of the catalogue. */
final class PropertyBench implements AutoCloseable {

    private final TestDatabase database;
    private final List<Subject> subjects = new ArrayList<>();
    private final Map<String, String> roles = new LinkedHashMap<>();

    /** A table and what it has. */
    private record Subject(String table, List<Property> properties) {}

    PropertyBench(PostgresServer server) {
        this.database = server.createDatabase();
        for (String role : List.of("owner", "reader", "other")) {
            roles.put(role, database.createLogin(role, "").name());
        }
        database.execute("CREATE TABLE anything (id int PRIMARY KEY)");
    }

    /** One more table, with all these properties. */
    PropertyBench table(List<Property> properties) {
        String table = "p" + (subjects.size() + 1);
        subjects.add(new Subject(table, properties));
        try (TestSession session = database.session()) {
            properties.get(0).prelude.forEach(statement -> session.execute(named(statement, table)));
        }
        StringBuilder script = new StringBuilder(properties.get(0).base);
        properties.forEach(property -> script.append(";\n").append(property.setUp));
        database.execute(named(script.toString(), table));
        return this;
    }

    private String named(String text, String table) {
        String named = text.replace(
                        "{leaves}",
                        "SELECT l.oid FROM pg_class AS l WHERE l.oid = '{t}'::regclass AND l.relkind = 'r' UNION ALL"
                                + " SELECT i.inhrelid FROM pg_inherits AS i WHERE i.inhparent = '{t}'::regclass")
                .replace("{t}", table)
                .replace("{space}", database.name() + "_space");
        for (Map.Entry<String, String> role : roles.entrySet()) {
            named = named.replace("{" + role.getKey() + "}", role.getValue());
        }
        return named;
    }

    private String configuration(Subject subject, boolean permitted) {
        return "{ table: '" + named(subject.properties().get(0).called, subject.table())
                + "', range: { column: at, interval: 1 year, ahead: 0 }, waive: "
                + named(permissions(subject, Fate.WAIVABLE, permitted), subject.table())
                + ", accept: " + permissions(subject, Fate.ACCEPTED, permitted) + " }";
    }

    private static String permissions(Subject subject, Fate fate, boolean permitted) {
        return subject.properties().stream()
                .filter(property -> permitted && property.fate == fate)
                .map(property -> '"' + property.waiver + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private List<String> shown() {
        try (TestSession session = database.session()) {
            return subjects.stream()
                    .flatMap(subject -> subject.properties().stream()
                            .map(property -> session.queryTexts(named(property.probe, subject.table())).stream()
                                    .findFirst()
                                    .orElse("nothing")))
                    .toList();
        }
    }

    private List<DataDigest> rows() {
        return subjects.stream()
                .map(subject ->
                        DataDigest.of(database, named(subject.properties().get(0).called, subject.table())))
                .toList();
    }

    /** How a property looked. */
    record Shown(Property property, String before, String converted, String expected) {

        void holds() {
            assertThat(before).as(property + ", before").isNotIn("nothing", "null", "");
            assertThat(converted).as(property + ", converted").isEqualTo(expected);
        }
    }

    /** Converts all tables, takes all of it back exactly, and tells how each property looked meanwhile. */
    List<Shown> thereAndBack() {
        CatalogSnapshot catalog = CatalogSnapshot.of(database);
        Optional<SchemaDump> dump =
                SchemaDump.isAvailableFor(database.server()) ? Optional.of(SchemaDump.of(database)) : Optional.empty();
        List<String> before = shown();
        List<DataDigest> rows = rows();
        Conversions conversions = Conversions.each(
                database,
                subjects.stream().map(subject -> configuration(subject, true)).toList());
        conversions.apply().done();
        List<String> converted = shown();
        assertThat(rows()).as("rows, converted").isEqualTo(rows);
        conversions.rollback().done();
        assertThat(catalog.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(rows()).as("rows, taken back").isEqualTo(rows);
        dump.ifPresent(text -> assertThat(text.diff(SchemaDump.of(database))).isEmpty());
        List<Shown> all = new ArrayList<>();
        for (Subject subject : subjects) {
            for (Property property : subject.properties()) {
                String was = before.get(all.size());
                String expected = property.afterwards
                        .map(after -> named(after, subject.table()))
                        .orElse(was);
                all.add(new Shown(property, was, converted.get(all.size()), expected));
            }
        }
        return all;
    }

    /** That one of the tables is refused by name. */
    void refuses(int number, boolean applyToo) {
        Subject subject = subjects.get(number);
        Property property = subject.properties().get(0);
        Conversions conversions = Conversions.of(database, configuration(subject, false));
        assertNamed(property, subject.table(), conversions.check());
        if (applyToo) {
            Told applied = conversions.apply();
            assertThat(applied.outcome()).isEqualTo(Outcome.REFUSED);
            assertNamed(property, subject.table(), applied);
        }
    }

    CatalogSnapshot snapshot() {
        return CatalogSnapshot.of(database);
    }

    /** That nothing is there that was not there, the journal included. */
    void unchangedSince(CatalogSnapshot before) {
        assertThat(before.diff(snapshot())).isEmpty();
        assertThat(database.queryLong("SELECT count(*) FROM pg_namespace WHERE nspname = 'underpin'"))
                .isZero();
    }

    private void assertNamed(Property property, String table, Told told) {
        assertThat(told.problems())
                .as(property.toString())
                .map(problem -> problem.finding())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .anySatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo(property.code);
                    assertThat(finding.message()).contains(named(property.culprit, table));
                    assertThat(finding.remedy()).endsWith(".").contains(named(property.waiver, table));
                });
    }

    @Override
    public void close() {
        try (TestSession session = database.session()) {
            for (Subject subject : subjects) {
                for (Property property : subject.properties()) {
                    property.tearDown.forEach(statement -> session.execute(named(statement, subject.table())));
                }
            }
        }
        database.close();
    }
}
