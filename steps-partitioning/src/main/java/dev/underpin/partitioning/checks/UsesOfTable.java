package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.structure.Dependents;
import dev.underpin.partitioning.usage.ParsedSql;
import dev.underpin.partitioning.usage.StatementKind;
import dev.underpin.partitioning.usage.StatementTarget;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.UsageStatements;
import dev.underpin.spi.dialect.UsageStatements.Extent;
import dev.underpin.spi.dialect.UsageStatements.Recorded;
import dev.underpin.spi.dialect.UsageStatements.Routine;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which statements would fail, mean something else or be slower once the table is partitioned: those in functions, views
 * and policies, and those that the server has counted.
 */
final class UsesOfTable {

    private static final Set<String> READABLE = Set.of("sql", "plpgsql");

    private final Conversion conversion;
    private final StepContext context;
    private final UsageStatements vocabulary;
    private final StatementTarget target;
    private final Map<StatementKind, KindOfUse> uses = new EnumMap<>(StatementKind.class);
    private final Set<String> unseen = new LinkedHashSet<>();
    private long calls;

    UsesOfTable(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
        this.vocabulary = context.dialect().statements(UsageStatements.class);
        this.target = target(conversion);
    }

    /** A schema. */
    record Place(String schema) {}

    private static StatementTarget target(Conversion conversion) {
        Table before = conversion.before();
        Indexes indexes = new Indexes(conversion);
        List<Set<String>> lostKeys = new ArrayList<>();
        Set<String> lostConstraints = new LinkedHashSet<>();
        if (conversion.widens()) {
            lostKeys.add(Set.copyOf(conversion.oldKey()));
            before.primaryKey().ifPresent(key -> lostConstraints.add(key.name()));
        }
        before.indexes().stream()
                .filter(index -> indexes.givenUp(index).isPresent())
                .forEach(index -> {
                    lostKeys.add(Set.copyOf(index.keys()));
                    lostConstraints.add(index.name().local());
                });
        return new StatementTarget(
                before.name(),
                conversion.columns(),
                conversion.column(),
                conversion.oldKey(),
                lostKeys,
                lostConstraints,
                before.indexes().stream().map(index -> index.name().local()).collect(Collectors.toSet()));
    }

    List<Finding> findings() {
        List<Routine> routines = context.ask("routines", vocabulary.routines(conversion.table()), Routine.class);
        routines.forEach(this::routine);
        triggers(routines);
        Dependents.of(conversion, context).views().forEach(this::view);
        conversion.before().rowSecurity().policies().forEach(this::policy);
        recorded();
        List<Finding> findings = new ArrayList<>();
        uses.values()
                .forEach(use -> findings.add(use.finding(
                        conversion.table(), calls, conversion.config().accept())));
        if (!unseen.isEmpty()) {
            findings.add(Finding.note(
                    Codes.STATEMENTS_UNSEEN,
                    "statements on " + conversion.table() + " that this check cannot see: " + String.join("; ", unseen),
                    "Look through these yourself for what docs/steps/partitioning.convert.md lists."));
        }
        return findings;
    }

    private void routine(Routine routine) {
        String place = routine.kind() + " " + routine.signature();
        if (!READABLE.contains(routine.language())) {
            unseen.add("what " + place + " does, in " + routine.language());
            return;
        }
        ParsedSql reading = ParsedSql.of(routine.body(), target, routine.unqualified(), true);
        reading.hits().forEach(hit -> use(hit.kind()).at(place + " line " + hit.line()));
        if (reading.dynamic()) {
            unseen.add("what " + place + " puts together at run time");
        }
    }

    private void triggers(List<Routine> routines) {
        Set<QualifiedName> functions = conversion.before().triggers().stream()
                .filter(Trigger::forEachRow)
                .map(Trigger::function)
                .collect(Collectors.toSet());
        routines.stream()
                .filter(routine -> functions.contains(QualifiedName.of(routine.schema(), routine.name())))
                .filter(routine -> ParsedSql.readsTriggeringTable(routine.body()))
                .forEach(routine -> use(StatementKind.TRIGGER_TABLE_NAME).at("function " + routine.signature()));
    }

    /** Whoever reads the view may give the partition column. */
    private void view(View view) {
        ParsedSql.of(view.definition(), target, false, false).hits().stream()
                .filter(hit -> hit.kind() != StatementKind.NO_PARTITION_KEY)
                .forEach(hit -> use(hit.kind()).at("view " + view.name()));
    }

    private void policy(Policy policy) {
        Stream.of(policy.using(), policy.withCheck())
                .flatMap(expression -> expression.stream())
                .flatMap(expression -> ParsedSql.of(expression, target, false, false).hits().stream())
                .forEach(hit -> use(hit.kind()).at("policy " + policy.name()));
    }

    private void recorded() {
        List<Place> recorders = context.ask("statements:where", vocabulary.recorder(), Place.class);
        if (recorders.isEmpty()) {
            unseen.add("what applications send: the extension " + vocabulary.recorderName()
                    + " is not installed in this database");
            return;
        }
        String recorder = recorders.get(0).schema();
        try {
            context.ask("statements:extent", vocabulary.extent(recorder), Extent.class)
                    .forEach(this::limits);
            context.ask("statements", vocabulary.recorded(recorder, conversion.table()), Recorded.class)
                    .forEach(this::statement);
        } catch (ServerRefusal refusal) {
            unseen.add("what applications send: " + vocabulary.recorderName() + " cannot be read ("
                    + refusal.serverMessage() + ")");
        }
    }

    private void limits(Extent extent) {
        unseen.add("what applications sent before " + extent.since() + ", when " + vocabulary.recorderName() + " began"
                + (extent.forgotten() > 0 ? ", and what it has forgotten since for want of room" : ""));
        if (extent.hidden() > 0) {
            unseen.add(extent.hidden() + " counted statements of other roles, which only a member of "
                    + vocabulary.reader() + " can read");
        }
    }

    private void statement(Recorded recorded) {
        ParsedSql reading = ParsedSql.of(recorded.text(), target, recorded.unqualified(), false);
        if (reading.namesTable() && !PgDump.copies(recorded.text(), conversion.before())) {
            calls += recorded.calls();
            reading.hits().stream()
                    .map(ParsedSql.Hit::kind)
                    .distinct()
                    .forEach(kind -> use(kind).recorded(recorded.text(), recorded.calls()));
        }
    }

    private KindOfUse use(StatementKind kind) {
        return uses.computeIfAbsent(kind, KindOfUse::new);
    }
}
