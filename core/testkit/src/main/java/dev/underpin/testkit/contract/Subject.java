package dev.underpin.testkit.contract;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoints;
import dev.underpin.dialect.Dialects;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.RunReport;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/** A scenario in its database, driven through the Java interface that everybody uses. */
final class Subject implements AutoCloseable {

    static final String PLAN = "contract";

    /** The text of what is asked of rows means something else when columns have changed. */
    private static final int PLANNED_EACH_TIME = 0;

    private static final int PLANNED_ONCE = 1;

    private final TestDatabase database;
    private final TestSession session;
    private final Plan plan;
    private final PluginRegistry registry;
    private final List<DialectProvider> dialects;

    Subject(Scenario scenario, TestDatabase database, PluginRegistry registry, List<DialectProvider> dialects) {
        this.database = database;
        this.dialects = dialects;
        this.registry = registry;
        scenario.setUp().accept(database);
        this.session = database.session();
        this.plan = Plan.parse(scenario.plan(), scenario.name() + ".yaml", registry, Map.of());
    }

    /** Structure and contents of everything that is not the tool's. */
    record State(CatalogSnapshot structure, Map<String, DataDigest> contents) {}

    /** By one session for all of the test: to look at the catalog for the first time takes ten times as long as to look again. */
    State state() {
        Map<String, DataDigest> contents = new TreeMap<>();
        try {
            planned(PLANNED_EACH_TIME);
            session.begin().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            session.queryTexts("""
                        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND c.relpersistence <> 't'
                          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'underpin')
                        """).forEach(table -> contents.put(table, DataDigest.of(session, table)));
            planned(PLANNED_ONCE);
            return new State(CatalogSnapshot.of(session), contents);
        } finally {
            session.rollback();
        }
    }

    private void planned(int threshold) {
        try {
            session.connection().unwrap(PGConnection.class).setPrepareThreshold(threshold);
        } catch (SQLException impossible) {
            throw new UncheckedSqlException("no connection of the driver's", impossible);
        }
    }

    /** Whether the journal knows of a run that has not come to its end. */
    boolean isUnderway() {
        return database.queryBoolean(
                "SELECT EXISTS (SELECT FROM underpin.run WHERE state NOT IN ('ROLLED_BACK', 'FINALIZED'))");
    }

    TestDatabase database() {
        return database;
    }

    Plan plan() {
        return plan;
    }

    Underpin underpin(Failpoints failpoints) {
        Underpin.Builder builder = Underpin.builder()
                .dataSource(database.dataSource())
                .registry(registry)
                .failpoints(failpoints);
        dialects.forEach(builder::dialect);
        return builder.build();
    }

    Predictions predictions() {
        Dialects known = Dialects.installed();
        for (DialectProvider more : dialects) {
            known = known.with(more);
        }
        return Predictions.of(database.dataSource(), known, registry, plan);
    }

    RunReport preview() {
        return underpin(Failpoints.NONE).preview(plan);
    }

    RunReport apply() {
        return apply(Failpoints.NONE);
    }

    RunReport apply(Failpoints failpoints) {
        return underpin(failpoints).apply(plan);
    }

    /** Goes on after a death; one before the run was opened leaves nothing to go on with. */
    RunReport resumeOrApply() {
        try {
            return underpin(Failpoints.NONE).resume(PLAN);
        } catch (Failure nothingToResume) {
            return apply();
        }
    }

    RunReport rollback() {
        return rollback(Failpoints.NONE);
    }

    RunReport rollback(Failpoints failpoints) {
        return underpin(failpoints).rollback(PLAN, Optional.empty());
    }

    RunReport finish(Failpoints failpoints) {
        return underpin(failpoints).finalizeRun(PLAN);
    }

    @Override
    public void close() {
        session.close();
        database.close();
    }
}
