package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.SwapStamp;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.SnapshotGuard;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import org.jooq.impl.DSL;

/**
 * What must hold under the locks of a swap. Where it does not, the swap is planned anew.
 *
 * @param moment the swap, for people: cutover or rollback
 * @param target the table that is to hold all rows, for people
 * @param again what to do then, for people
 */
record SwapChecks(Conversion conversion, String moment, String target, String again) {

    /** Before the locks: it takes its time, and the lock that is taken patiently first keeps what it sees. */
    Check same(SwapStamp stamp) {
        return same("same", conversion.fingerprint(), stamp.whole());
    }

    /** Under the locks: a view can come, and rights can go, at any time before. */
    Check sameDependents(SwapStamp stamp) {
        return same("dependents", conversion.dependents(), stamp.dependents());
    }

    private Check same(String id, Sql question, String expected) {
        return new Check(
                id,
                "What depends on " + conversion.table() + " is what it was a moment ago",
                new Question.Rows(question, Expect.value(expected)),
                Check.OnMiss.REPLAN,
                Codes.DEPENDENTS_CHANGED,
                "Do not create or change views of " + conversion.table() + " during its " + moment + ".");
    }

    /** A crash of the server forgets it, and all snapshots with it. */
    Check announced(SnapshotGuard guard) {
        return new Check(
                "announced",
                "Older transactions can tell that the table is replaced",
                new Question.Rows(
                        conversion
                                .dialect()
                                .statements(SnapshotGuardStatements.class)
                                .announced(guard),
                        Expect.value(1)),
                Check.OnMiss.REPLAN,
                Codes.NOT_ANNOUNCED,
                again + ".");
    }

    /** Before the locks: while attempts fail, keys gather, and more than a few are not replayed under locks in time. */
    Check fewWait(KeyLog log) {
        return new Check(
                "few",
                "Few changes are left to be replayed under the locks",
                new Question.Rows(
                        conversion
                                .dialect()
                                .sql(
                                        "SELECT ({0}) <= {1}",
                                        conversion
                                                .dialect()
                                                .statements(KeyLogStatements.class)
                                                .pending(log),
                                        DSL.inline(CutoverPhase.FEW)),
                        Expect.value(true)),
                Check.OnMiss.REPLAN,
                Codes.NOT_DRAINED,
                "Reduce the write load or raise settings.lockTimeout. " + again + ".");
    }

    Check drained(KeyLog log) {
        return new Check(
                "drained",
                "All changes have reached the " + target,
                new Question.Rows(
                        conversion.dialect().statements(KeyLogStatements.class).pending(log), Expect.value(0)),
                Check.OnMiss.REPLAN,
                Codes.NOT_DRAINED,
                "Reduce the write load or raise settings.lockTimeout. " + again + ".");
    }
}
