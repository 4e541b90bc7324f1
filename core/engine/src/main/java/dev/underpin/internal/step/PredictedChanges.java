package dev.underpin.internal.step;

import dev.underpin.db.Rows;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.Runs;
import dev.underpin.report.RunState;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Difference;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a step said, before its program was written down, that it would make of tables which were there. In the journal. */
record PredictedChanges(String step, boolean told, List<Change> changes) {

    private static final String KIND = "foretold";
    private static final List<String> DIFFERENCE = List.of("kind", "name", "was", "is");

    /** A table before and after the step. */
    record Change(Table before, Table after) {}

    /** @param after empty if the step cannot tell; replaces what it said when it was applied earlier */
    static void write(RunScope scope, JournalJson json, BoundStep<?, ?> step, Catalog before, Optional<Catalog> after) {
        List<Change> changes = new ArrayList<>();
        List<Table> all = after.map(Catalog::foretold).orElse(List.of());
        Set<QualifiedName> there = there(scope, all.stream().map(Table::name).toList());
        for (Table foretold :
                all.stream().filter(table -> there.contains(table.name())).toList()) {
            before.table(foretold.name())
                    .filter(table -> !table.equals(foretold))
                    .ifPresent(table -> changes.add(new Change(table, foretold)));
        }
        scope.events().note(scope.run(), KIND, json.text(new PredictedChanges(step.id(), after.isPresent(), changes)));
    }

    /** A conversion foretells hundreds of tables, of which one is there. */
    private static Set<QualifiedName> there(RunScope scope, List<QualifiedName> names) {
        if (names.isEmpty()) {
            return Set.of();
        }
        Rows taken = scope.workers()
                .with(session -> session.query(
                        session.dialect().statements(DefinitionStatements.class).taken(names)));
        return taken.values().stream()
                .map(row -> QualifiedName.of(Objects.requireNonNull(row.get(0)), Objects.requireNonNull(row.get(1))))
                .collect(Collectors.toSet());
    }

    /** Whether the step could tell when it was last applied. */
    static boolean told(RunScope scope, JournalJson json, BoundStep<?, ?> step) {
        return Optional.ofNullable(latest(scope, json).get(step.id()))
                .map(PredictedChanges::told)
                .orElse(false);
    }

    private static Map<String, PredictedChanges> latest(RunScope scope, JournalJson json) {
        Map<String, PredictedChanges> latest = new HashMap<>();
        for (String body : scope.events().all(scope.run(), KIND)) {
            PredictedChanges foretold = json.read(body, PredictedChanges.class);
            latest.put(foretold.step(), foretold);
        }
        return latest;
    }

    /** What the applied steps behind this one are known to have changed: each by itself, and all of a table together. */
    static List<Change> behind(RunScope scope, JournalJson json, BoundStep<?, ?> step) {
        Map<String, PredictedChanges> latest = latest(scope, json);
        List<Change> each = scope.runs().stepsNow(scope.run()).stream()
                .filter(row -> row.ordinal() > step.ordinal() && row.state() == RunState.APPLIED)
                .sorted(Comparator.comparing(Runs.StepRow::ordinal))
                .flatMap(row -> Optional.ofNullable(latest.get(row.id())).stream())
                .flatMap(foretold -> foretold.changes().stream())
                .toList();
        Map<QualifiedName, Change> together = new LinkedHashMap<>();
        each.forEach(change -> together.merge(
                change.before().name(), change, (first, last) -> new Change(first.before(), last.after())));
        return Stream.concat(each.stream(), together.values().stream()).toList();
    }

    /** Leaves out the differences that the changes explain; other rows stay as they are. */
    static UnaryOperator<Rows> unexplained(List<Change> changes, DefinitionStatements definitions) {
        return rows -> rows.columns().equals(DIFFERENCE)
                ? rows.where(values -> difference(values)
                        .filter(difference -> changes.stream()
                                .anyMatch(change -> definitions.explains(change.before(), change.after(), difference)))
                        .isEmpty())
                : rows;
    }

    private static Optional<Difference> difference(List<Optional<String>> values) {
        return values.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Difference(
                        values.get(0).orElseThrow(),
                        values.get(1).orElseThrow(),
                        values.get(2).orElseThrow(),
                        values.get(3).orElseThrow()))
                : Optional.empty();
    }
}
