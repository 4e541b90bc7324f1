package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class AddConstraintContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("a check", """
                        CREATE TABLE notes (id int PRIMARY KEY, text text);
                        INSERT INTO notes SELECT n, 'n' || n FROM generate_series(1, 20) AS n;
                        """, plan("""
                        uses: constraint.add
                        with: { table: notes, name: notes_long, check: length(text) > 1 }
                        """)),
                Scenario.of("a check of a partitioned table", """
                        CREATE TABLE notes (id int, "Text" text, lang text) PARTITION BY RANGE (id);
                        CREATE TABLE notes_b (lang text, "Text" text, id int);
                        ALTER TABLE notes ATTACH PARTITION notes_b FOR VALUES FROM (0) TO (100);
                        INSERT INTO notes SELECT n, 'n' || n, 'en' FROM generate_series(1, 20) AS n;
                        """, plan("""
                        uses: constraint.add
                        with: { table: notes, name: notes_odd, check: '"Text" <> lang AND id > 0' }
                        """)).with(Traits.ALL.withoutDeaths()),
                Scenario.of("a foreign key", """
                        CREATE TABLE rooms (id int PRIMARY KEY);
                        INSERT INTO rooms VALUES (1);
                        CREATE TABLE notes (id int PRIMARY KEY, room int);
                        INSERT INTO notes SELECT n, 1 FROM generate_series(1, 20) AS n;
                        """, plan("""
                        uses: constraint.add
                        with: { table: notes, name: notes_room, foreignKey: { columns: [room], references: rooms, onDelete: cascade } }
                        """)),
                Scenario.of("NOT NULL", """
                        CREATE TABLE notes (id int, at date, room int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                        CREATE TABLE notes_2026 PARTITION OF notes FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                        INSERT INTO notes VALUES (1, '2026-05-01', 7);
                        """, plan("""
                        uses: constraint.add
                        with: { table: notes, notNull: room }
                        """)),
                Scenario.of("unique, of an index", """
                        CREATE TABLE "Notes" (id int PRIMARY KEY, "Slug" text NOT NULL, lang text, text text);
                        INSERT INTO "Notes" SELECT n, 's' || n, 'en', 'n' || n FROM generate_series(1, 20) AS n;
                        CREATE UNIQUE INDEX "Notes slug" ON "Notes" ("Slug") INCLUDE (lang) WITH (fillfactor = 80);
                        COMMENT ON INDEX "Notes slug" IS 'it''s unique';
                        ALTER TABLE "Notes" CLUSTER ON "Notes slug";
                        ALTER TABLE "Notes" REPLICA IDENTITY USING INDEX "Notes slug";
                        """, plan("""
                        uses: constraint.add
                        with: { table: '"Notes"', unique: { index: '"Notes slug"' } }
                        """)),
                Scenario.of("unique, of columns", """
                        CREATE TABLE "Notes" (id int PRIMARY KEY, "Slug" text COLLATE "C", lang text, text text);
                        INSERT INTO "Notes" SELECT n, 's' || n, 'en', 'n' || n FROM generate_series(1, 20) AS n;
                        """, plan("""
                        uses: constraint.add
                        with: { table: '"Notes"', name: '"Notes slug"', unique: { columns: ['"Slug"', lang] } }
                        """)),
                Scenario.of("a primary key, of columns", """
                        CREATE TABLE notes (at date NOT NULL, id int NOT NULL);
                        INSERT INTO notes SELECT '2026-05-01', n FROM generate_series(1, 20) AS n;
                        """, plan("""
                        uses: constraint.add
                        with: { table: notes, name: notes_key, primaryKey: { columns: [id, at] } }
                        """)).with(Traits.ALL.withoutDeaths()),
                Scenario.of("a primary key, of an index", """
                        CREATE TABLE notes (at date NOT NULL, id int NOT NULL);
                        INSERT INTO notes SELECT '2026-05-01', n FROM generate_series(1, 20) AS n;
                        CREATE UNIQUE INDEX notes_key ON notes (id, at);
                        """, plan("""
                        uses: constraint.add
                        with: { table: notes, name: notes_key, primaryKey: { index: notes_key } }
                        """)).with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String step) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: step
                %s
                """.formatted(step.indent(4).stripTrailing());
    }
}
