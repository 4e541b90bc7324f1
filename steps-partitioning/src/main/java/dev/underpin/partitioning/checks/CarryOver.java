package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.UniqueKeys;
import dev.underpin.partitioning.structure.Dependents;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.ReplicaIdentity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/** Which properties of a table cannot go over to a partitioned one, and what acts on new tables unasked. */
final class CarryOver {

    private final Conversion conversion;
    private final StepContext context;
    private final Table before;
    private final List<Finding> findings = new ArrayList<>();

    CarryOver(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
        this.before = conversion.before();
    }

    List<Finding> findings() {
        before.constraints().forEach(this::constraint);
        before.indexes().forEach(this::index);
        new UniqueKeys(conversion).refusal().ifPresent(findings::add);
        identity();
        before.triggers().forEach(this::trigger);
        before.rules()
                .forEach(rule -> refuse(
                        Codes.RULE,
                        "the rule " + rule.name() + " rewrites statements on " + before.name(),
                        "Replace it by a trigger, or drop it before the conversion."));
        before.labels()
                .forEach(label -> refuse(
                        Codes.SECURITY_LABEL,
                        before.name() + " has a security label of " + label.provider(),
                        "Partitions would not have it, and what they should have its provider alone knows. Take it off first (SECURITY LABEL FOR "
                                + label.provider() + " ON TABLE " + before.name()
                                + " IS NULL), and label the partitioned table and its partitions afterwards."));
        findings.addAll(new Publishing(conversion, context).findings());
        findings.addAll(new UnsupportedProperties(conversion, context).findings());
        eventTriggers();
        dumps();
        dependents();
        return findings;
    }

    private void constraint(Constraint constraint) {
        if (!constraint.validated()) {
            refuse(
                    Codes.UNPROVEN_CONSTRAINT,
                    "the constraint " + constraint.name() + " of " + before.name() + " is NOT VALID",
                    "Prove it first (ALTER TABLE … VALIDATE CONSTRAINT), or drop it.");
        }
        if (!constraint.enforced()) {
            refuse(
                    Codes.NOT_ENFORCED,
                    "the constraint " + constraint.name() + " of " + before.name() + " is NOT ENFORCED",
                    "Enforce it first, or drop it.");
        }
        boolean inheritable =
                constraint.kind() == Constraint.Kind.CHECK || constraint.kind() == Constraint.Kind.NOT_NULL;
        if (constraint.noInherit() && inheritable) {
            refuse(
                    Codes.NO_INHERIT,
                    "the constraint " + constraint.name() + " of " + before.name()
                            + " is NO INHERIT, but partitions hold the rows",
                    "Add it without NO INHERIT, and drop this one.");
        }
        if (constraint.references().filter(before.name()::equals).isPresent()) {
            refuse(
                    Codes.INCOMING_FOREIGN_KEY,
                    before.name() + " refers to itself by its foreign key " + constraint.name()
                            + "; the partitioned table has no unique key that it could refer to",
                    "Partition by a column of the present key, or drop " + constraint.name()
                            + " before the conversion.");
        }
    }

    private void index(Index index) {
        if (!index.usable()) {
            findings.add(Finding.warning(
                    Codes.INVALID_INDEX,
                    "the index " + index.name().local() + " is invalid; the partitioned table will not have it",
                    "Rebuild it (REINDEX INDEX CONCURRENTLY) or drop it."));
            return;
        }
        new Indexes(conversion)
                .givenUp(index)
                .filter(property -> !conversion.waives(property))
                .ifPresent(property -> refuse(
                        property.startsWith("unique:") ? Codes.UNIQUE : Codes.EXCLUSION,
                        property.startsWith("unique:")
                                ? "the unique index " + index.name().local()
                                        + " does not contain "
                                        + conversion.range().column()
                                        + "; across partitions its uniqueness cannot be kept"
                                : "the exclusion constraint " + index.name().local()
                                        + " cannot be kept across partitions",
                        "If it may be given up, write waive: [\"" + property + "\"]. Or "
                                + (property.startsWith("unique:")
                                        ? "replace it first by one that has "
                                                + conversion.range().column()
                                                + " among its columns, which is unique together with it; or partition by a column"
                                                + " that it has."
                                        : "drop it first, and let a trigger or the application keep what it kept.")));
    }

    /** Given up or not: what subscribers know rows by must not change unsaid. */
    private void identity() {
        ReplicaIdentity identity = before.replicaIdentity();
        Indexes indexes = new Indexes(conversion);
        boolean stays = indexes.carried().stream()
                .filter(index -> indexes.givenUp(index).isEmpty())
                .anyMatch(Index::replicaIdentity);
        if (identity.kind() == ReplicaIdentity.Kind.INDEX && !stays) {
            refuse(
                    Codes.IDENTITY_LOST,
                    "the replica identity of " + before.name() + " is "
                            + identity.index()
                                    .map(index -> "the index " + index + ", which the partitioned table will not have")
                                    .orElse("an index that is no longer there"),
                    "Choose another first: ALTER TABLE … REPLICA IDENTITY DEFAULT (the primary key), FULL, or USING INDEX"
                            + " one that contains " + conversion.range().column() + ".");
        }
    }

    private void trigger(Trigger trigger) {
        if (trigger.forEachRow() && trigger.transitionTables()) {
            refuse(
                    Codes.TRANSITION_TABLES,
                    "the row trigger " + trigger.name() + " reads transition tables, which partitions do not have",
                    "Make it a statement trigger, or drop it before the conversion.");
        } else if (trigger.forEachRow() && trigger.definition().contains(" BEFORE ")) {
            findings.add(Finding.warning(
                    Codes.BEFORE_TRIGGER,
                    "the trigger " + trigger.name() + " runs before a row is stored; it must not change "
                            + conversion.range().column() + ", by which the partition has been chosen then",
                    "Look at " + trigger.function() + "."));
        }
    }

    private void dumps() {
        if (before.rowSecurity().enabled()) {
            findings.add(Finding.note(
                    Codes.DUMPED_BY_POLICY,
                    before.name()
                            + " has row security, so its partitions have it, too: a dump by a role that it binds fails as"
                            + " before, and with --enable-row-security it has no rows of them",
                    "Dump as a role with BYPASSRLS."));
        }
    }

    private void eventTriggers() {
        context.catalog().environment().eventTriggers().stream()
                .filter(trigger -> !conversion.waives("event-trigger:" + trigger))
                .forEach(
                        trigger -> refuse(
                                Codes.EVENT_TRIGGER,
                                "the event trigger " + trigger + " would act on what the conversion creates",
                                "Look at what it does; if it does no harm, write waive: [\"event-trigger:" + trigger
                                        + "\"]. Or switch it off meanwhile (ALTER EVENT TRIGGER … DISABLE, and ENABLE after finalize)."));
    }

    /** A view and its key. */
    record NeedingKey(String schema, String name) {}

    private void dependents() {
        Dependents dependents = Dependents.of(conversion, context);
        findings.addAll(dependents.findings());
        findings.addAll(new ForetoldDependents(before.name(), context).findings());
        if (conversion.widens()) {
            context.ask(
                            "views:key",
                            context.dialect()
                                    .statements(DefinitionStatements.class)
                                    .viewsNeedingKey(before.name()),
                            NeedingKey.class)
                    .forEach(view -> refuse(
                            Codes.VIEW_NEEDS_KEY,
                            "the view " + QualifiedName.of(view.schema(), view.name())
                                    + " groups by the present primary key and selects other columns",
                            "Name all its columns in GROUP BY before the conversion."));
        }
    }

    private void refuse(Code code, String message, String remedy) {
        findings.add(Finding.error(code, message, remedy));
    }
}
