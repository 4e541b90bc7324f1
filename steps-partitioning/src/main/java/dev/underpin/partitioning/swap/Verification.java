package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyRegistry;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.structure.Definitions;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.partitioning.structure.SyncedTables;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import java.util.ArrayList;
import java.util.List;

/** That a converted table holds what the old one would, and is what it was made. */
public final class Verification {

    private final Conversion conversion;
    private final SyncedTables watch;

    public Verification(Conversion conversion, SyncedTables watch) {
        this.conversion = conversion;
        this.watch = watch;
    }

    /** What reads no rows. */
    public List<Check> glance() {
        return List.of(present(), watch.intact(Check.OnMiss.WARN), wayBack(), asRestricted());
    }

    /** After the cutover, before which all rows were compared, and since when nobody but the replay could write to the copy. */
    public List<Check> confirmation() {
        List<Check> checks = new ArrayList<>(
                List.of(present(), watch.intact(Check.OnMiss.FAIL), wayBack(), asRestricted(), sameDefinition()));
        conversion.objects().registry().map(this::keysRegistered).ifPresent(checks::add);
        return checks;
    }

    public List<Check> checks() {
        List<Check> checks = new ArrayList<>(confirmation());
        checks.add(sameRows());
        return checks;
    }

    private Check sameRows() {
        return new Check(
                "rows",
                conversion.table() + " and " + conversion.retired()
                        + " hold the same rows, those that changed since the last replay excepted",
                new Question.Sample(
                        conversion.dialect().statements(KeyLogStatements.class).unequal(watch.rows())),
                Check.OnMiss.FAIL,
                Codes.ROWS_DIFFER,
                "See which of the two is right before you do anything: who changed rows past the triggers, or wrote to the copy before the"
                        + " cutover. A rollback makes those of " + conversion.retired() + " equal to those of "
                        + conversion.table() + " first.");
    }

    private Check present() {
        return new Check(
                "present",
                conversion.table() + " is there",
                new Question.Rows(new Identities(conversion).present(), new Expect.Count(1)),
                Check.OnMiss.FAIL,
                Codes.VANISHED,
                "Give it its name back. If it has been dropped, its rows as of the last replay are in "
                        + conversion.retired()
                        + ": finalize with --accept-differences, which releases and keeps that table.");
    }

    private Check wayBack() {
        return new Check(
                "way-back",
                "The old table can hold every row",
                new Question.Rows(
                        conversion
                                .dialect()
                                .statements(KeyLogStatements.class)
                                .parked(conversion.objects().reverse()),
                        Expect.none()),
                Check.OnMiss.WARN,
                Codes.ROWS_NOT_BACK,
                "A rollback is refused while these rows break the old table's keys.");
    }

    /** Of others' rights none are left; but some roles read all tables that have no row security. */
    private Check asRestricted() {
        return new Check(
                "restricted",
                conversion.retired() + " has row security if " + conversion.table() + " has",
                new Question.Rows(
                        conversion
                                .dialect()
                                .statements(PolicyStatements.class)
                                .lessSecured(conversion.retired(), conversion.table()),
                        Expect.none()),
                Check.OnMiss.WARN,
                Codes.LESS_SECURED,
                "`underpin maintain` enables it: till then roles that may read every table read all rows there.");
    }

    private Check keysRegistered(KeyRegistry registry) {
        return new Check(
                "keys",
                "The keys of " + conversion.table() + " are guarded, each one",
                new Question.Sample(conversion
                        .dialect()
                        .statements(KeyRegistryStatements.class)
                        .unequal(registry, conversion.table())),
                Check.OnMiss.FAIL,
                Codes.KEYS_DIFFER,
                "Look who changed rows past the triggers. A rollback does not mind: it ends the guard.");
    }

    /** A later step of the same plan changes it rightfully; the way back takes that step back first, and looks again. */
    private Check sameDefinition() {
        return new Definitions(conversion)
                .unchanged(
                        Definitions.AFTER,
                        conversion.table(),
                        Check.OnMiss.WARN,
                        Codes.DEFINITION_DIFFERS,
                        "Later steps of the plan are taken back before this one. A rollback is refused while changes of somebody else stand.");
    }
}
