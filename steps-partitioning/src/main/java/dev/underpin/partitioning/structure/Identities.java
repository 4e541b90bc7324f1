package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.OwnObjects;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a conversion renames, detaches and drops is what it has made or taken over, not what has its names by then. */
public final class Identities {

    private static final String OLD = "old";
    private static final String NEW = "new";

    private final Conversion conversion;
    private final OwnObjects own;
    private final IdentityStatements identities;

    public Identities(Conversion conversion) {
        this.conversion = conversion;
        this.own = new OwnObjects(conversion);
        this.identities = conversion.dialect().statements(IdentityStatements.class);
    }

    /** Whether one of this conversion's two tables has the table's name; while nothing has been noted, whatever has it is meant. */
    public boolean isEither(StepContext context) {
        return context.ledger().identity(OLD).isEmpty() || names(context).anyMatch(conversion.table()::equals);
    }

    /** Where one of this conversion's tables is that has none of the names which it gives them. */
    public Optional<QualifiedName> elsewhere(StepContext context) {
        Set<QualifiedName> given = Set.of(conversion.table(), conversion.shadow(), conversion.retired());
        return names(context).filter(name -> !given.contains(name)).findFirst();
    }

    /** While it has not been made, as in a preview, it has. */
    public boolean copyHasItsName(StepContext context) {
        return context.ledger().identity(NEW).isEmpty()
                || name(NEW, context).filter(conversion.shadow()::equals).isPresent();
    }

    public boolean oldIsDropped(StepContext context) {
        return isDropped(OLD, context);
    }

    public boolean copyIsDropped(StepContext context) {
        return isDropped(NEW, context);
    }

    private static boolean isDropped(String handle, StepContext context) {
        return context.ledger().identity(handle).isPresent()
                && name(handle, context).isEmpty();
    }

    private static Stream<QualifiedName> names(StepContext context) {
        return Stream.of(OLD, NEW).flatMap(handle -> name(handle, context).stream());
    }

    /** An answer. */
    record Called(String schema, String name) {}

    private static Optional<QualifiedName> name(String handle, StepContext context) {
        return context.ledger()
                .identity(handle)
                .flatMap(noted -> context
                        .ask(
                                "name:" + handle,
                                context.dialect()
                                        .statements(IdentityStatements.class)
                                        .nameOf(noted),
                                Called.class)
                        .stream()
                        .findFirst())
                .map(called -> QualifiedName.of(called.schema(), called.name()));
    }

    /** Selects one row, if anything has the table's name. */
    public Sql present() {
        return identities.table(OLD, conversion.table()).identity();
    }

    /** When the table's changes begin to be logged. */
    public Identify noteTable() {
        return Identify.of(identities.table(OLD, conversion.table()));
    }

    /** When the partitioned copy is made, and all that is kept for it. */
    public Identify noteCopy() {
        List<Named> made = new ArrayList<>(List.of(copyAt(conversion.shadow())));
        made.addAll(kept());
        return new Identify(made);
    }

    /** When the function of the log for the way back has another text; till that is undone, it is the one that counts. */
    public Identify noteRedirection() {
        return Identify.of(function(conversion.objects().reverse().function()));
    }

    /** Under the locks of the cutover. */
    public Check beforeCutover() {
        return Check.same(
                "cutover",
                conversion.table() + " and its partitioned copy are those that were kept equal",
                false,
                Check.OnMiss.STOP,
                "Give the tables their names back, then resume; or roll back.",
                oldAt(conversion.table()),
                copyAt(conversion.shadow()));
    }

    /** Under the locks of the way back. */
    public Check beforeReturn() {
        return Check.same(
                "return",
                conversion.table() + " and " + conversion.retired() + " are those of the cutover",
                false,
                Check.OnMiss.FAIL,
                "Give the tables their names back, then roll back again. If " + conversion.retired()
                        + " is gone, there is no way back: finalize.",
                copyAt(conversion.table()),
                oldAt(conversion.retired()));
    }

    /** Before the way back is given up: nothing is done if it would end with somebody else's table. */
    public List<Check> beforeEnding() {
        return List.of(
                Check.same(
                        "partitioned",
                        conversion.table() + " is the partitioned table of the cutover",
                        false,
                        Check.OnMiss.FAIL,
                        "Give the table its name back, then finalize again.",
                        copyAt(conversion.table())),
                retiredOnly(),
                triggersAreOurs());
    }

    /** Before the old table is dropped. Whose is gone already need not be dropped. */
    public List<Check> beforeDroppingOld() {
        return List.of(retiredOnly(), keptOnly());
    }

    /** Before the partitioned copy is dropped. */
    public List<Check> beforeDroppingCopy() {
        return List.of(
                Check.same(
                        "copy",
                        "What is called " + conversion.shadow() + " is the partitioned copy",
                        true,
                        Check.OnMiss.FAIL,
                        "Give your table another name, then roll back again.",
                        copyAt(conversion.shadow())),
                keptOnly());
    }

    /** A trigger of ours calls a function of ours, and nobody else's does. */
    public Check triggersAreOurs() {
        return new Check(
                "same:triggers",
                "The triggers of this conversion's names on " + conversion.table() + " are this conversion's",
                new Question.Rows(
                        identities.foreignTriggers(
                                conversion.table(), conversion.objects().ownTriggers(), own.functions()),
                        Expect.none()),
                Check.OnMiss.FAIL,
                CommonCodes.ANOTHER_OBJECT,
                "Give these triggers other names, then try again.");
    }

    private Check retiredOnly() {
        return Check.same(
                "retired",
                "What is called " + conversion.retired() + " is the old table",
                true,
                Check.OnMiss.FAIL,
                "It is yours and stays: give it another name (ALTER TABLE " + conversion.retired()
                        + " RENAME TO ...), then finalize again.",
                oldAt(conversion.retired()));
    }

    private Check keptOnly() {
        return Check.same(
                "kept",
                "What is kept for the conversion in the tool's schema is what it has made",
                true,
                Check.OnMiss.FAIL,
                "Take away what somebody has put in its place, then try again.",
                kept().toArray(Named[]::new));
    }

    private Named oldAt(QualifiedName name) {
        return identities.table(OLD, name);
    }

    private Named copyAt(QualifiedName name) {
        return identities.table(NEW, name);
    }

    private List<Named> kept() {
        List<Named> kept = new ArrayList<>();
        own.tables().forEach(table -> kept.add(identities.table("table:" + table.local(), table)));
        own.functions().forEach(function -> kept.add(function(function)));
        return kept;
    }

    private Named function(QualifiedName name) {
        return identities.function("function:" + name.local(), name);
    }
}
