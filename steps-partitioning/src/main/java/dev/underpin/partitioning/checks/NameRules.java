package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.structure.Sequences;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Sequence;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether the objects to come can have their names: short enough, all different, and free. */
final class NameRules {

    private final Conversion conversion;
    private final StepContext context;
    private final List<Leaf> leaves;

    NameRules(Conversion conversion, StepContext context, List<Leaf> leaves) {
        this.conversion = conversion;
        this.context = context;
        this.leaves = leaves;
    }

    /** A name that is taken. */
    record Taken(String schema, String name) {}

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        leaves.stream()
                .flatMap(leaf -> Requirements.fits(leaf.name().local()).unmet(context).stream())
                .findFirst()
                .ifPresent(findings::add);
        List<QualifiedName> names = names();
        Set<QualifiedName> seen = new HashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(name -> findings.add(Finding.error(
                        Codes.NAMES_ALIKE,
                        "two objects would be called " + name,
                        "Give a partitionName that tells periods of "
                                + conversion.range().interval()
                                + " apart, and a retiredName that differs from it.")));
        for (Taken taken : context.ask(
                "names",
                context.dialect().statements(DefinitionStatements.class).taken(names),
                Taken.class)) {
            findings.add(
                    Requirements.taken(QualifiedName.of(taken.schema(), taken.name()), "another relation or type"));
        }
        return findings;
    }

    private List<QualifiedName> names() {
        Indexes indexes = new Indexes(conversion);
        List<QualifiedName> relations = new ArrayList<>();
        relations.add(conversion.shadow());
        leaves.forEach(leaf -> relations.add(leaf.name()));
        List<QualifiedName> all = new ArrayList<>(relations);
        all.add(conversion.retired());
        for (Index index : indexes.carried()) {
            relations.forEach(relation -> all.add(indexes.nameOn(index, relation)));
        }
        conversion.before().indexes().forEach(index -> all.add(indexes.nameOn(index, conversion.retired())));
        Sequences sequences = new Sequences(conversion, context.catalog().sequencesOf(conversion.table()));
        for (Sequence sequence : sequences.ofIdentity()) {
            all.add(sequences.retired(sequence));
            all.add(sequences.discarded(sequence));
        }
        return all;
    }
}
