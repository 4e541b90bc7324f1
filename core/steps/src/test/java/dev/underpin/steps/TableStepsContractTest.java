package dev.underpin.steps;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class TableStepsContractTest extends StepContractTest {

    private static final String NOTES = """
            CREATE SCHEMA chat;
            CREATE TABLE chat."My Notes" (id int PRIMARY KEY);
            INSERT INTO chat."My Notes" VALUES (1);
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("a table without a comment", NOTES, plan("comment", "comment: It's what people said.")),
                Scenario.of(
                        "a comment is taken off",
                        NOTES + "COMMENT ON TABLE chat.\"My Notes\" IS 'old, with ''quotes'' and \\';",
                        plan("comment", "")),
                Scenario.of(
                        "the first grants on a table",
                        NOTES,
                        plan("grant", "privileges: [select, insert], to: [public, pg_monitor]")),
                Scenario.of(
                        "grants beside those that are there",
                        NOTES
                                + "GRANT SELECT, UPDATE ON chat.\"My Notes\" TO pg_monitor; GRANT DELETE ON chat.\"My Notes\" TO PUBLIC;",
                        plan("grant", "privileges: [select, insert], to: [pg_monitor], grantable: true")),
                Scenario.of(
                                "grants beside those on columns",
                                NOTES
                                        + "GRANT UPDATE (id), SELECT (id) ON chat.\"My Notes\" TO pg_monitor WITH GRANT OPTION; GRANT UPDATE (id) ON chat.\"My Notes\" TO PUBLIC;",
                                plan("grant", "privileges: [update, references], to: [public, pg_monitor]"))
                        .with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String step, String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: step
                    uses: table.%s
                    with: { table: "chat.\\"My Notes\\"", %s }
                """.formatted(step, with);
    }
}
