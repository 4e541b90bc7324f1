package dev.underpin.matviews;

import dev.underpin.matviews.MatviewStatements.Granted;
import dev.underpin.matviews.PlannedView.PlannedIndex;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.finding.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A materialized view that is there already, held against what is asked for. */
record ExistingView(View view, CreateViewConfig config, PlannedView blueprint) {

    /** Empty: it is all that is asked for. */
    List<Finding> differences() {
        if (!view.definition().equals(blueprint.definition())) {
            return List.of(Finding.error(
                    Codes.DIFFERENT_QUERY,
                    "Materialized view " + view.name() + " is there with another query: "
                            + view.definition().strip().replaceAll("\\s+", " "),
                    "Choose another name, or drop or rename the view first; its dependents would go with it."));
        }
        List<String> differences = new ArrayList<>();
        for (PlannedIndex index : blueprint.indexes()) {
            if (equal(index).isEmpty()) {
                differences.add("it lacks index " + index.place().index().local() + " USING "
                        + index.canonical().shape());
            }
        }
        differences.addAll(grants());
        config.comment()
                .filter(comment -> !Optional.of(comment).equals(view.comment()))
                .ifPresent(comment -> differences.add("its comment is another"));
        if (!view.populated()) {
            differences.add("it has never been filled");
        }
        return differences.isEmpty()
                ? List.of()
                : List.of(Finding.error(
                        Codes.DIFFERENT_PROPERTIES,
                        "Materialized view " + view.name() + " is there with the same query, but "
                                + String.join("; ", differences) + ".",
                        "Make it so (indexing.create, GRANT, COMMENT, matviews.refresh), or choose another name."));
    }

    private Optional<Index> equal(PlannedIndex planned) {
        return view.indexes().stream()
                .filter(index -> index.usable() && planned.canonical().describes(index))
                .findFirst();
    }

    private List<String> grants() {
        Set<Granted> present = new HashSet<>();
        view.acl().grants().stream()
                .filter(grant -> !grant.grantee().equals(view.owner()))
                .forEach(grant -> present.add(new Granted(grant.grantee(), grant.privilege())));
        Set<Granted> wanted = new HashSet<>(config.grants().each());
        Set<String> differences = new TreeSet<>();
        wanted.stream()
                .filter(grant -> !present.contains(grant))
                .forEach(grant -> differences.add(grant.grantee() + " lacks " + grant.privilege()));
        present.stream()
                .filter(grant -> !wanted.contains(grant))
                .forEach(grant -> differences.add(grant.grantee() + " has " + grant.privilege()));
        return List.copyOf(differences);
    }

    /** The blueprint with the indexes that are there, whatever their names. */
    PlannedView asFound() {
        return blueprint.with(blueprint.indexes().stream()
                .map(planned -> equal(planned)
                        .map(index -> new PlannedIndex(
                                new TableIndex(view.name(), index.name()), planned.canonical(), index.definition()))
                        .orElse(planned))
                .toList());
    }

    static Finding note(CreateViewConfig config) {
        return Finding.note(
                Codes.ALREADY_THERE,
                "Materialized view " + config.name() + " is there already and is what the plan asks for.",
                "Nothing is done.");
    }
}
