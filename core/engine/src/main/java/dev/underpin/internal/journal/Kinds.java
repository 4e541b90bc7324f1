package dev.underpin.internal.journal;

import static java.util.Map.entry;

import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Drain;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Export;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the kinds of a program's parts are called in the journal and in the output. A class may be renamed; a name here stays. */
public final class Kinds {

    private static final Map<Class<?>, String> ACTIONS = Map.of(
            Transaction.class, "transaction",
            Autocommit.class, "autocommit",
            Batches.class, "batches",
            Export.class, "export",
            Await.class, "await",
            Parallel.class, "parallel",
            Converge.class, "converge");

    /** By the sealed type that they are kinds of. */
    private static final Map<Class<?>, Map<Class<?>, String>> ALL = Map.ofEntries(
            entry(Action.class, ACTIONS),
            entry(
                    Op.class,
                    Map.of(
                            Sql.class, "sql",
                            Drain.class, "drain",
                            Check.class, "check",
                            Identify.class, "identify")),
            entry(
                    Chunks.class,
                    Map.of(
                            Chunks.Pages.class, "pages",
                            Chunks.Keys.class, "keys",
                            Chunks.Log.class, "log")),
            entry(
                    Undo.class,
                    Map.of(
                            Undo.None.class, "none",
                            Undo.Harmless.class, "harmless",
                            Undo.By.class, "by",
                            Undo.Irreversible.class, "irreversible")),
            entry(
                    Question.class,
                    Map.of(
                            Question.Rows.class, "rows",
                            Question.Sample.class, "sample",
                            Question.Matrix.class, "matrix",
                            Question.PlanShape.class, "plan-shape",
                            Question.Timing.class, "timing",
                            Question.Same.class, "same")),
            entry(
                    Question.PlanExpectation.class,
                    Map.of(
                            Question.PlanExpectation.UsesIndex.class, "uses-index",
                            Question.PlanExpectation.NoSeqScanOn.class, "no-seq-scan-on",
                            Question.PlanExpectation.Prunes.class, "prunes",
                            Question.PlanExpectation.NoJoin.class, "no-join")),
            entry(
                    Expect.class,
                    Map.of(
                            Expect.Value.class, "value",
                            Expect.Count.class, "count",
                            Expect.Evidence.class, "evidence",
                            Expect.Remembered.class, "remembered",
                            Expect.Noted.class, "noted")));

    private Kinds() {}

    /** The names of all kinds, by the sealed type that they are kinds of. */
    static Map<Class<?>, Map<Class<?>, String>> all() {
        return ALL;
    }

    /** What the kind of an action is called in the journal's table, in reports and in events, such as {@code BATCHES}. */
    public static String mode(Action action) {
        return Optional.ofNullable(ACTIONS.get(action.getClass()))
                .orElseThrow(() -> new IllegalArgumentException("no name for " + action.getClass()))
                .toUpperCase(Locale.ROOT);
    }
}
