package dev.underpin.testkit.snapshot;

import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the catalog says about the user's objects, as text: one line for each property of each object, sorted, every name qualified, without
 * oids, file numbers and statistics. The schema {@code underpin} and temporary objects are left out. Two snapshots of the same database are equal
 * exactly if its objects are; a snapshot notices whatever pg_dump notices, and what it does not show (the validity of indexes, for example).
 *
 * @param lines {@code object: property = value}; a value may have line breaks
 */
public record CatalogSnapshot(List<String> lines) {

    private static final List<Section> SECTIONS = List.of(
            new Section("database.sql"),
            new Section("schemas.sql"),
            new Section("relations.sql"),
            new Section("columns.sql"),
            new Section("constraints.sql"),
            new Section("indexes.sql"),
            new Section("triggers.sql"),
            new Section("rules.sql"),
            new Section("policies.sql"),
            new Section("sequences.sql"),
            new Section("functions.sql"),
            new Section("types.sql"),
            new Section("statistics.sql"),
            new Section("publications.sql"),
            new Section("publication-tables-14.sql", 14, 14),
            new Section("publication-tables.sql", 15, Integer.MAX_VALUE),
            new Section("privileges.sql"),
            new Section("extensions.sql"),
            new Section("comments.sql"),
            new Section("foreign-data.sql"),
            new Section("operators.sql"),
            new Section("languages.sql"),
            new Section("text-search.sql"));

    /** What decides how the server writes an expression, a bound or a name; and not to look long for the best plan. */
    private static final String CANONICAL_SETTINGS = """
            SET LOCAL search_path = '';
            SET LOCAL TimeZone = 'UTC';
            SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres';
            SET LOCAL bytea_output = 'hex';
            SET LOCAL extra_float_digits = 1;
            SET LOCAL quote_all_identifiers = off;
            SET LOCAL join_collapse_limit = 3;
            SET LOCAL from_collapse_limit = 3
            """;

    public CatalogSnapshot {
        lines = List.copyOf(lines);
    }

    /** The present state, without the positions of sequences. */
    public static CatalogSnapshot of(TestDatabase database) {
        return take(database, false);
    }

    /** The present state and the position of every sequence. */
    public static CatalogSnapshot withSequencePositions(TestDatabase database) {
        return take(database, true);
    }

    /** The state as this session's open transaction sees it; the session is left as it was. */
    public static CatalogSnapshot of(TestSession session) {
        return take(session, false);
    }

    /** Empty if the snapshots are equal; else what {@code later} has lost, after {@code -}, and what it has gained, after {@code +}. */
    public String diff(CatalogSnapshot later) {
        return LineDiff.of(lines, later.lines, 0);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    private static CatalogSnapshot take(TestDatabase database, boolean positions) {
        try (TestSession session = new TestSession(database.connect()).begin()) {
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            return take(session, positions);
        }
    }

    private static CatalogSnapshot take(TestSession session, boolean positions) {
        session.execute("SAVEPOINT catalog_snapshot");
        session.execute(CANONICAL_SETTINGS);
        int major = majorOf(session);
        List<Property> properties = new ArrayList<>();
        for (Section section : SECTIONS) {
            if (section.from <= major && major <= section.to) {
                properties.addAll(section.read(session));
            }
        }
        if (positions) {
            properties.addAll(sequencePositions(session));
        }
        session.execute("ROLLBACK TO SAVEPOINT catalog_snapshot");
        return new CatalogSnapshot(
                properties.stream().sorted(Property.ORDER).map(Property::line).toList());
    }

    private static int majorOf(TestSession session) {
        return (int) session.queryLong("SELECT current_setting('server_version_num')::int / 10000");
    }

    private static List<Property> sequencePositions(TestSession session) {
        List<Property> positions = new ArrayList<>();
        for (String sequence : session.queryTexts(
                Section.text("_shared.sql") + "SELECT oid::regclass::text FROM relation WHERE relkind = 'S'")) {
            positions.add(new Property(
                    "sequence " + sequence,
                    "position",
                    session.queryText("SELECT last_value || ', called ' || is_called FROM " + sequence)));
        }
        return positions;
    }

    private record Property(String object, String name, String value) {

        static final Comparator<Property> ORDER = Comparator.comparing(Property::object)
                .thenComparing(Property::name)
                .thenComparing(Property::value);

        String line() {
            return object + ": " + name + (value.isEmpty() ? "" : " = " + value);
        }
    }

    private record Section(String resource, int from, int to) {

        Section(String resource) {
            this(resource, 0, Integer.MAX_VALUE);
        }

        List<Property> read(TestSession session) {
            return session.queryRows(text("_shared.sql") + text(resource)).stream()
                    .flatMap(Section::property)
                    .toList();
        }

        /** Empty for a property that the object does not have. */
        private static Stream<Property> property(List<@Nullable Object> row) {
            return row.get(2) == null
                    ? Stream.empty()
                    : Stream.of(new Property(
                            String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(2))));
        }

        static String text(String resource) {
            try (InputStream content =
                    Objects.requireNonNull(CatalogSnapshot.class.getResourceAsStream(resource), resource)) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
