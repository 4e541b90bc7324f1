package dev.underpin.spi.change;

import dev.underpin.plugin.PluginRegistry;
import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

/** Changes of several kinds make one step, which keeps what every step keeps, whichever of its stages it dies in. */
class ComposedStepContractTest extends StepContractTest {

    static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new Localize.Plugin()));

    static final String NOTES = """
            CREATE TABLE languages (code text PRIMARY KEY);
            INSERT INTO languages VALUES ('en'), ('de');
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TABLE notes (id int PRIMARY KEY, author text, text text);
            COMMENT ON TABLE notes IS 'before';
            INSERT INTO notes SELECT n, 'ann', 'n' || n FROM generate_series(1, 20) AS n;
            CREATE POLICY old ON notes AS RESTRICTIVE FOR UPDATE TO pg_monitor USING (id IN (1, 2)) WITH CHECK (author = CURRENT_USER);
            COMMENT ON POLICY old ON notes IS 'It''s old.';
            CREATE POLICY readers ON notes USING (author = CURRENT_USER);
            COMMENT ON POLICY readers ON notes IS 'What one wrote.';
            """;

    static final String PLAN = """
            apiVersion: underpin/v1
            plan: contract
            steps:
              - id: step
                uses: test.localize
                with: { table: notes }
            """;

    @Override
    protected PluginRegistry registry() {
        return REGISTRY;
    }

    @Override
    protected List<Scenario> scenarios() {
        return List.of(Scenario.of("changes of all kinds", NOTES, PLAN));
    }
}
