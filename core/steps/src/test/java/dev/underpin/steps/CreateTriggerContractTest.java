package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class CreateTriggerContractTest extends StepContractTest {

    private static final String TOUCH = """
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := clock_timestamp(); RETURN NEW; END';
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("for each row of a partitioned table", TOUCH + """
                        CREATE TABLE "My Notes" (id int, "Text" text, at timestamptz, PRIMARY KEY (id)) PARTITION BY RANGE (id);
                        CREATE TABLE notes_b (at timestamptz, "Text" text, id int NOT NULL);
                        ALTER TABLE "My Notes" ATTACH PARTITION notes_b FOR VALUES FROM (0) TO (100);
                        CREATE TRIGGER other BEFORE INSERT ON "My Notes" FOR EACH ROW EXECUTE FUNCTION touch();
                        INSERT INTO "My Notes" (id, "Text") SELECT n, 'n' || n FROM generate_series(1, 20) AS n;
                        """, plan("""
                        table: '"My Notes"'
                        name: '"Touch it"'
                        timing: before
                        events: [update, insert]
                        columns: ['"Text"', at]
                        when: NEW."Text" <> '' OR NEW.at > now()
                        function: touch
                        comment: It's the time of the last change.
                        """)),
                Scenario.of("looking at whole rows of a partitioned table", TOUCH + """
                        CREATE TABLE notes (id int, text text) PARTITION BY RANGE (id);
                        CREATE TABLE notes_b PARTITION OF notes FOR VALUES FROM (0) TO (100);
                        INSERT INTO notes SELECT n, 'n' || n FROM generate_series(1, 20) AS n;
                        """, plan("""
                        table: notes
                        name: telling
                        timing: after
                        events: [update]
                        when: OLD IS DISTINCT FROM NEW
                        function: tell
                        """))
                        .with(Traits.ALL.unpredictable().withoutDeaths()),
                Scenario.of("for each statement", TOUCH + """
                        CREATE TABLE notes (id int PRIMARY KEY);
                        INSERT INTO notes SELECT n FROM generate_series(1, 20) AS n;
                        """, plan("""
                        table: notes
                        name: telling
                        timing: after
                        events: [truncate, update, delete, insert]
                        forEach: statement
                        function: tell
                        """)).with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: step
                    uses: trigger.create
                    with:
                """ + with.indent(6);
    }
}
