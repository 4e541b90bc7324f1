package dev.underpin.postgresql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.stream.Collectors;

/** Whatever a name is made of, it is found and comes back as it is. */
@SideBySide
class NamesIT {

    private static final List<String> HOSTILE = List.of(
            "two words",
            "say \"hi\"",
            "it's",
            "select",
            "Mixed Case",
            "žluťoučký kůň",
            "🐎",
            "a.b",
            "{0}",
            "?",
            "%s; DROP TABLE x; --",
            " USING btree (",
            "back\\slash",
            "X".repeat(63));

    @Majors(always = true)
    void tablesWithAllTheirParts(TestDatabase database) {
        for (String name : HOSTILE) {
            database.execute(script(name));
        }
        try (CatalogReading reading = CatalogReading.of(database)) {
            for (String name : HOSTILE) {
                assertNamed(
                        reading.now(),
                        name,
                        reading.now().table(QualifiedName.of(name, name)).orElseThrow());
                var fingerprints = reading.session().dialect().statements(FingerprintStatements.class);
                assertThat(reading.session()
                                .query(fingerprints.definition(QualifiedName.of(name, name), HOSTILE))
                                .first())
                        .as(name)
                        .isNotBlank();
            }
        }
    }

    private static void assertNamed(Catalog catalog, String name, Table table) {
        QualifiedName qualified = QualifiedName.of(name, name);
        assertThat(table.columns()).extracting(Column::name).containsExactly(name);
        assertThat(table.primaryKey().map(Constraint::columns)).contains(List.of(name));
        assertThat(table.indexes())
                .hasSize(2)
                .allSatisfy(index -> assertThat(index.shape()).isEqualTo("btree (" + quoted(name) + ")"));
        assertThat(table.indexes()).extracting(Index::keys).containsOnly(List.of(name));
        assertThat(table.rowSecurity().policies()).extracting(Policy::name).containsExactly(name);
        assertThat(table.statistics()).isEmpty();
        assertThat(catalog.kind(qualified)).contains(RelationKind.TABLE);
        assertThat(catalog.dependents(qualified)).hasSize(1);
        assertThat(catalog.tree(qualified)).containsExactly(table);
        assertThat(catalog.extent(qualified).bytes()).isNotNegative();
    }

    private static String script(String name) {
        String q = quoted(name);
        return List.of(
                        "CREATE SCHEMA " + q,
                        "CREATE TABLE " + q + "." + q + " (" + q + " text PRIMARY KEY)",
                        "CREATE INDEX " + quoted(prefixed("i", name)) + " ON " + q + "." + q + " (" + q + ")",
                        "CREATE POLICY " + q + " ON " + q + "." + q + " USING (" + q + " = '')",
                        "CREATE VIEW " + q + "." + quoted(prefixed("v", name)) + " AS SELECT * FROM " + q + "." + q)
                .stream()
                .collect(Collectors.joining("; "));
    }

    /** Another name, still within 63 bytes. */
    private static String prefixed(String prefix, String name) {
        return prefix + (name.length() == 63 ? name.substring(1) : name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
