package dev.underpin.partitioning;

import dev.underpin.spi.Finding;
import dev.underpin.spi.Identifier;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Missing;
import dev.underpin.spi.dialect.DefinitionStatements.On;
import dev.underpin.spi.dialect.DefinitionStatements.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether we may do all that a conversion does. */
final class Rights {

    private final Conversion conversion;
    private final StepContext context;
    private final Table before;
    private final Principal principal;
    private final List<Finding> findings = new ArrayList<>();

    Rights(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
        this.before = conversion.before();
        this.principal = context.catalog().principal();
    }

    /** What is needed to see anything at all. */
    static List<Finding> toLook(QualifiedName table, StepContext context) {
        String role = context.catalog().principal().name();
        return context
                .ask(
                        "rights:schema",
                        context.dialect()
                                .statements(DefinitionStatements.class)
                                .lacking(List.of(new Right(role, "USAGE", On.SCHEMA, "", table.schema()))),
                        Lacking.class)
                .stream()
                .map(Rights::missing)
                .toList();
    }

    List<Finding> findings() {
        String schema = before.name().schema();
        if (!principal.owns(before.owner())) {
            missing(
                    Codes.NOT_OWNER,
                    principal.name() + " does not own " + before.name() + ", " + before.owner() + " does",
                    toHaveTheRightsOf(before.owner()));
        }
        if (principal.owns(before.owner()) && !principal.becomes().contains(before.owner())) {
            missing(
                    Codes.NOT_OWNER,
                    principal.name() + " may not SET ROLE " + before.owner() + ", to which the new table is to belong",
                    superuser(before.owner())
                            ? toHaveTheRightsOf(before.owner())
                            : "GRANT " + new Identifier(before.owner()) + " TO " + role() + " WITH SET TRUE.");
        }
        if (!principal.superuser() && !principal.createsIn().contains(schema)) {
            missing(
                    Codes.NO_CREATE,
                    principal.name() + " may not create tables in schema " + schema,
                    "GRANT CREATE ON SCHEMA " + new Identifier(schema) + " TO " + role() + ".");
        }
        if (before.rowSecurity().forced()
                && !before.owner().equals(principal.name())
                && conversion.entrusted().isEmpty()
                && !conversion.waives("owner-code")) {
            missing(
                    Codes.OWNERS_CODE,
                    "row level security of " + before.name() + " is forced on its owner " + before.owner()
                            + " too: with his rights not all rows are seen, and with those of " + principal.name()
                            + " his functions and triggers could do all that " + principal.name() + " may",
                    "ALTER ROLE " + before.owner()
                            + " BYPASSRLS, or end FORCE ROW LEVEL SECURITY meanwhile. If you trust "
                            + before.owner() + " with the rights of " + principal.name()
                            + ", write waive: [owner-code].");
        }
        if (before.rowSecurity().forced() && !principal.superuser() && !principal.bypassRls()) {
            missing(
                    Codes.FORCED_ROW_SECURITY,
                    "row level security of " + before.name() + " is forced on its owner too, so that "
                            + principal.name() + " cannot be sure to see all rows",
                    "ALTER ROLE " + role() + " BYPASSRLS, or end FORCE ROW LEVEL SECURITY meanwhile.");
        }
        views();
        statistics();
        publications();
        lacking();
        around();
        if (!principal.readsAllStatistics()) {
            findings.add(Finding.warning(
                    Codes.BLIND,
                    "other sessions' transactions are hidden from " + principal.name()
                            + ": the cutover and the way back wait for all that are open, for none is known to be"
                            + " harmless",
                    "GRANT pg_read_all_stats TO " + role() + "."));
        }
        return findings;
    }

    private void statistics() {
        before.statistics().stream()
                .filter(one -> !principal.owns(one.owner()))
                .forEach(one -> missing(
                        Codes.STATISTICS_OWNER,
                        principal.name() + " does not own the statistics " + one.name() + ", which are to be replaced",
                        toHaveTheRightsOf(one.owner())));
    }

    /** On what the definition uses. */
    private void around() {
        context.ask(
                        "rights:around",
                        context.dialect()
                                .statements(DefinitionStatements.class)
                                .lackingAround(conversion.table(), principal.name()),
                        Missing.class)
                .forEach(right -> missing(
                        Codes.RIGHT_MISSING,
                        principal.name() + " lacks the right " + right.privilege() + " on " + right.object()
                                + ", which the definition of " + conversion.table() + " uses",
                        "GRANT " + right.privilege() + " ON " + right.object() + " TO " + role() + "."));
    }

    private void views() {
        List<View> views = Dependents.of(conversion, context).views();
        Stream.concat(
                        views.stream().map(view -> view.name().schema()),
                        before.statistics().stream().map(one -> one.name().schema()))
                .distinct()
                .filter(schema -> !schema.equals(before.name().schema()))
                .filter(schema ->
                        !principal.superuser() && !principal.createsIn().contains(schema))
                .forEach(schema -> missing(
                        Codes.NO_CREATE,
                        principal.name() + " may not replace views or statistics in schema " + schema,
                        "GRANT CREATE ON SCHEMA " + new Identifier(schema) + " TO " + role() + "."));
        views.stream()
                .filter(view -> !principal.owns(view.owner()))
                .forEach(view -> missing(
                        Codes.VIEW_OWNER,
                        principal.name() + " does not own the view " + view.name() + ", which is to be bound to the new"
                                + " table",
                        toHaveTheRightsOf(view.owner())));
    }

    /** A publication and its owner. */
    record Owned(String publication, String owner) {}

    private void publications() {
        List<PublicationMembership> listed = new Publications(conversion).listed();
        if (listed.isEmpty()) {
            return;
        }
        Map<String, String> owners = context
                .ask(
                        "publications",
                        context.dialect().statements(DefinitionStatements.class).publicationOwners(),
                        Owned.class)
                .stream()
                .collect(Collectors.toMap(Owned::publication, Owned::owner));
        listed.stream()
                .filter(membership -> !principal.owns(owners.getOrDefault(membership.publication(), "")))
                .forEach(membership -> missing(
                        Codes.PUBLICATION_OWNER,
                        principal.name() + " does not own the publication " + membership.publication() + ", in which "
                                + before.name() + " is to be replaced",
                        toHaveTheRightsOf(owners.getOrDefault(membership.publication(), ""))));
    }

    private void lacking() {
        List<Right> needed = new ArrayList<>();
        needed.add(new Right(principal.name(), "TEMPORARY", On.DATABASE, "", ""));
        if (principal.owns(before.owner())) {
            for (String privilege : List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRIGGER")) {
                needed.add(new Right(
                        principal.name(),
                        privilege,
                        On.TABLE,
                        before.name().schema(),
                        before.name().local()));
            }
        }
        conversion.entrusted().ifPresent(owner -> {
            needed.add(new Right(owner, "TEMPORARY", On.DATABASE, "", ""));
            needed.add(new Right(owner, "USAGE", On.SCHEMA, "", before.name().schema()));
            for (String privilege : List.of("SELECT", "INSERT", "UPDATE", "DELETE")) {
                needed.add(new Right(
                        owner,
                        privilege,
                        On.TABLE,
                        before.name().schema(),
                        before.name().local()));
            }
        });
        if (!before.owner().equals(principal.name()) && !principal.superuser()) {
            needed.add(new Right(
                    before.owner(), "CREATE", On.SCHEMA, "", before.name().schema()));
        }
        for (Constraint key : ForeignKeys.of(before)) {
            key.references()
                    .ifPresent(table -> needed.add(
                            new Right(principal.name(), "REFERENCES", On.TABLE, table.schema(), table.local())));
        }
        context.ask(
                        "rights",
                        context.dialect().statements(DefinitionStatements.class).lacking(needed),
                        Lacking.class)
                .forEach(right -> findings.add(missing(right)));
    }

    private static Finding missing(Lacking right) {
        return Finding.error(
                Codes.RIGHT_MISSING,
                right.role() + " lacks the right " + right.privilege() + " on " + right.object(),
                "GRANT " + right.privilege() + " ON " + right.object() + " TO " + new Identifier(right.role()) + ".");
    }

    /** A right that is missing. */
    record Lacking(String role, String privilege, String kind, String schema, String name) {

        private String object() {
            return switch (On.valueOf(kind)) {
                case DATABASE -> "DATABASE " + new Identifier(name);
                case SCHEMA -> "SCHEMA " + new Identifier(name);
                case TABLE -> "TABLE " + new QualifiedName(schema, name);
            };
        }
    }

    private Identifier role() {
        return new Identifier(principal.name());
    }

    private boolean superuser(String role) {
        return context.catalog().role(role).map(Role::superuser).orElse(true);
    }

    /** Nobody is told to give away what makes whoever has it a superuser. */
    private String toHaveTheRightsOf(String owner) {
        if (superuser(owner)) {
            return owner
                    + " is a superuser, whose rights are not to be given away: connect as a superuser, or give what "
                    + owner + " owns to a role of the application first (ALTER … OWNER TO).";
        }
        boolean perMembership = context.dialect().has(Capability.MEMBERSHIP_OPTIONS);
        String grant = "GRANT " + new Identifier(owner) + " TO " + role();
        if (!principal.becomes().contains(owner)) {
            return "Connect as " + owner + ", or as a role that has its rights: " + grant
                    + (perMembership ? " WITH INHERIT TRUE." : ".");
        }
        return principal.name() + " is a member without the rights: "
                + (perMembership ? grant + " WITH INHERIT TRUE." : "ALTER ROLE " + role() + " INHERIT.");
    }

    private void missing(String code, String message, String remedy) {
        findings.add(Finding.error(code, message, remedy));
    }
}
