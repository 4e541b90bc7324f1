package dev.underpin.internal.measure;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node of an execution plan.
 *
 * @param type as the server names it, for example {@code Index Scan}
 * @param index in the schema of the relation that it leads to
 * @param role what it is to its parent, for example {@code Outer} or {@code SubPlan}
 * @param loops how often it ran; empty if the plan was made but not executed
 * @param removed how many of its inputs were left out at run time
 */
record PlanNode(
        String type,
        Optional<QualifiedName> relation,
        Optional<QualifiedName> index,
        Optional<String> role,
        Optional<Long> loops,
        int removed,
        List<PlanNode> inputs) {

    PlanNode {
        inputs = List.copyOf(inputs);
    }

    /** This node and all below it, those left out that the execution never came to. */
    Stream<PlanNode> visited() {
        return loops.isPresent() && loops.get() == 0
                ? Stream.empty()
                : Stream.concat(Stream.of(this), inputs.stream().flatMap(PlanNode::visited));
    }

    boolean joins() {
        return type.equals("Nested Loop") || type.endsWith(" Join");
    }

    boolean scansWholeRelation() {
        return type.equals("Seq Scan") && relation.isPresent();
    }

    /** Runs anew for the rows of what contains it, and reads something then: a join by another name. */
    boolean readsForEachRow() {
        return role.filter("SubPlan"::equals).isPresent()
                && visited().anyMatch(node -> node.relation().isPresent());
    }
}
