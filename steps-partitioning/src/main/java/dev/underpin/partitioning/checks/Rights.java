package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.structure.Dependents;
import dev.underpin.partitioning.structure.ForeignKeys;
import dev.underpin.partitioning.structure.Publications;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Missing;
import dev.underpin.spi.dialect.DefinitionStatements.On;
import dev.underpin.spi.dialect.DefinitionStatements.Right;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether we may do all that a conversion does. */
public final class Rights {

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

    List<Finding> findings() {
        require(Requirements.owned(before.name()));
        if (principal.owns(before.owner())) {
            require(Requirements.setRole(before.owner(), "to which the new table is to belong"));
        }
        require(Requirements.createsIn(before.name().schema()));
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
        require(Requirements.seesSessions(
                "the cutover and the way back wait for all that are open, for none is known to be harmless"));
        return findings;
    }

    private void require(Requirement requirement) {
        findings.addAll(requirement.unmet(context));
    }

    private void statistics() {
        before.statistics().forEach(one -> require(Requirements.owned("statistics " + one.name(), one.owner())));
    }

    /** On what the definition uses. */
    private void around() {
        context.ask(
                        "rights:around",
                        context.dialect()
                                .statements(DefinitionStatements.class)
                                .lackingAround(conversion.table(), principal.name()),
                        Missing.class)
                .forEach(right ->
                        findings.add(Requirements.lacking(principal.name(), right.privilege(), right.object())));
    }

    private void views() {
        List<View> views = Dependents.of(conversion, context).views();
        Stream.concat(
                        views.stream().map(view -> view.name().schema()),
                        before.statistics().stream().map(one -> one.name().schema()))
                .distinct()
                .filter(schema -> !schema.equals(before.name().schema()))
                .forEach(schema -> require(Requirements.createsIn(schema)));
        views.forEach(view -> require(Requirements.owned("view " + view.name(), view.owner())));
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
                .map(PublicationMembership::publication)
                .forEach(publication -> require(
                        Requirements.owned("publication " + publication, owners.getOrDefault(publication, ""))));
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
        require(Requirements.privileges("rights", needed));
    }

    private Identifier role() {
        return new Identifier(principal.name());
    }

    private void missing(Code code, String message, String remedy) {
        findings.add(Finding.error(code, message, remedy));
    }
}
