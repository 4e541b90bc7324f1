package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class AddColumnContractTest extends StepContractTest {

    private static final String NOTES = """
            CREATE TABLE notes (id int PRIMARY KEY, text text NOT NULL);
            INSERT INTO notes SELECT n, 'n' || n FROM generate_series(1, 20) AS n;
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of(
                        "without a default",
                        NOTES,
                        plan("column: lang, type: text COLLATE \"C\", comment: It's written in.")),
                Scenario.of(
                        "with a default, never NULL",
                        NOTES,
                        plan(
                                "column: '\"Time\"', type: timestamptz, defaultValue: \"timestamptz '2026-01-01 00:00+00'\", notNull: true")),
                Scenario.of("a partitioned table", """
                        CREATE TABLE notes (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                        CREATE TABLE notes_2026 PARTITION OF notes FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                        INSERT INTO notes VALUES (1, '2026-05-01');
                        """, plan("column: stars, type: 'numeric(3,1)', defaultValue: 2.5"))
                        .with(Traits.ALL.withoutDeaths()),
                Scenario.of(
                        "derived, until finalized, never NULL",
                        NOTES,
                        plan(
                                "column: long, type: int, notNull: true, backfill: { from: { expression: length(text) } }")),
                Scenario.of(
                                "of a parent, then with a default",
                                """
                        CREATE TABLE "Rooms" (id int PRIMARY KEY, owner text NOT NULL);
                        INSERT INTO "Rooms" VALUES (1, 'ann'), (2, 'bob');
                        CREATE TABLE notes (id int, at date, room int REFERENCES "Rooms", PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                        CREATE INDEX ON notes (room);
                        CREATE TABLE notes_2026 PARTITION OF notes FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                        CREATE TABLE notes_2027 PARTITION OF notes FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
                        INSERT INTO notes SELECT n, date '2026-01-01' + n * 30, 1 + n % 2 FROM generate_series(1, 20) AS n;
                        """,
                                plan(
                                        "column: owner, type: text, defaultValue: current_user, backfill: { from: { parent: '\"Rooms\"', by: [room], value: owner } }"))
                        .with(Traits.ALL.withoutDeaths()),
                Scenario.of(
                                "of a parent, into partitions",
                                """
                        CREATE TABLE rooms (id int PRIMARY KEY, owner text);
                        INSERT INTO rooms VALUES (1, 'ann'), (2, NULL);
                        CREATE TABLE notes (id int PRIMARY KEY, room int REFERENCES rooms) PARTITION BY RANGE (id);
                        CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (0) TO (10);
                        CREATE TABLE notes_2 PARTITION OF notes DEFAULT;
                        INSERT INTO notes SELECT n, 1 + n % 2 FROM generate_series(1, 20) AS n;
                        """,
                                plan(
                                        "column: owner, type: text, backfill: { maintained: always, from: { parent: rooms, by: [room], value: owner } }"))
                        .with(Traits.ALL.withoutDeaths()),
                Scenario.of(
                                "of a parent, for good",
                                """
                        CREATE TABLE rooms (id int PRIMARY KEY, owner text);
                        INSERT INTO rooms VALUES (1, 'ann'), (2, NULL);
                        CREATE TABLE notes (id int, room int REFERENCES rooms);
                        INSERT INTO notes SELECT n, 1 + n % 2 FROM generate_series(1, 20) AS n;
                        """,
                                plan(
                                        "column: owner, type: text, backfill: { maintained: always, from: { parent: rooms, by: [room], value: owner } }"))
                        .with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: column
                    uses: column.add
                    with: { table: notes, %s }
                """.formatted(with);
    }
}
