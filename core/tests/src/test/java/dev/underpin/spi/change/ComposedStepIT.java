package dev.underpin.spi.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.control.Failpoint;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Crash;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.SchemaDump;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step of several changes between its stages, and when others have changed what it did. */
@PostgresTest
@SideBySide
class ComposedStepIT {

    private TestDatabase database;
    private PlanBench bench;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute(ComposedStepContractTest.NOTES);
        bench = new PlanBench(fresh, ComposedStepContractTest.REGISTRY, ComposedStepContractTest.PLAN);
    }

    @Test
    void dumpsToTheByteAsBeforeWhenTakenBackBetweenItsStagesOrAfterThem() {
        Assumptions.assumeTrue(SchemaDump.isAvailableFor(database.server()), "no pg_dump on this machine");
        SchemaDump before = SchemaDump.of(database);
        for (String stage : new String[] {"change.1", "change.2"}) {
            assertThatThrownBy(() -> bench.apply(PlanBench.once(Failpoint.TRANSACTION_COMMITTED, stage, () -> {
                        throw new Crash();
                    })))
                    .as(stage)
                    .isInstanceOf(Crash.class);
            assertThat(bench.rollback().problems()).as(stage).isEmpty();
            assertThat(before.diff(SchemaDump.of(database))).as(stage).isEmpty();
        }
        assertThat(bench.apply().problems()).isEmpty();
        assertThat(before.diff(SchemaDump.of(database))).isNotEmpty();
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);

        assertThat(bench.rollback().problems()).isEmpty();

        assertThat(before.diff(SchemaDump.of(database))).isEmpty();
    }

    @Test
    void eachOfItsChangesIsGuardedFromThoseOfOthers() {
        assertThat(bench.apply().problems()).isEmpty();
        for (String theirs : new String[] {
            "COMMENT ON POLICY readers ON notes IS 'theirs';COMMENT ON POLICY readers ON notes IS 'By language.'",
            "ALTER POLICY readers ON notes TO pg_monitor;ALTER POLICY readers ON notes TO PUBLIC",
            "CREATE POLICY old ON notes USING (true);DROP POLICY old ON notes",
            "ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;ALTER TABLE notes FORCE ROW LEVEL SECURITY",
            "ALTER TABLE notes ENABLE ALWAYS TRIGGER notes_touch;ALTER TABLE notes ENABLE TRIGGER notes_touch",
            "COMMENT ON TABLE notes IS 'theirs';COMMENT ON TABLE notes IS 'What was said.'"
        }) {
            database.execute(theirs.substring(0, theirs.indexOf(';')));

            assertThat(bench.verify().codes()).as(theirs).contains("E1252");
            assertThat(bench.rollback().codes()).as(theirs).contains("E1252");
            database.execute(theirs.substring(theirs.indexOf(';') + 1));
        }
        assertThat(bench.rollback().outcome()).isEqualTo(Outcome.DONE);
    }
}
