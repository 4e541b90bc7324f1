package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Acl.Grant;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.GrantStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a role may do with a table, in addition to what it may. A rollback takes from it what it did not have. */
public final class GrantOnTable extends TableChange {

    private final List<String> privileges;
    private final String role;
    private final boolean grantable;

    /**
     * @param privileges as SQL spells them, in capitals
     * @param role {@code public}: everybody
     */
    public GrantOnTable(QualifiedName table, List<String> privileges, String role, boolean grantable) {
        super(table);
        this.privileges = privileges.stream().sorted().distinct().toList();
        this.role = role;
        this.grantable = grantable;
    }

    @Override
    public String aspect() {
        return "rights of " + role + " on " + table();
    }

    @Override
    public String title() {
        return "Grant " + String.join(", ", privileges) + " on " + table() + " to " + role;
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(Requirements.role(role).unmet(context));
        context.ask("privileges", grants(context).unknown(privileges), Word.class)
                .forEach(word -> findings.add(Finding.error(
                        ChangeCodes.NO_PRIVILEGE,
                        word.privilege() + " is no privilege on a table for this server",
                        "Correct the word, or leave it out.")));
        return findings;
    }

    @Override
    public Sql state(StepContext context) {
        return grants(context).ofRole(table(), role);
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(Stage.of(title(), List.of(grants(context).grant(table(), privileges, role, grantable))));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        List<Sql> statements = new ArrayList<>();
        for (Grant grant : given(present)) {
            Optional<Grant> before = find(present.acl().grants(), grant);
            if (before.isEmpty()) {
                statements.add(grants(context).revoke(table(), grant.privilege(), grant.grantee()));
                statements.addAll(onColumns(present, grant, context));
            } else if (grant.grantable() && !before.get().grantable()) {
                statements.add(grants(context).revokeGrantOption(table(), grant.privilege(), grant.grantee()));
                statements.addAll(onColumns(present, grant, context));
            }
        }
        return statements;
    }

    /** What is revoked on a table is revoked on each of its columns, too: what was there is given again. */
    private List<Sql> onColumns(Table present, Grant revoked, StepContext context) {
        return present.columns().stream()
                .flatMap(column -> find(column.acl().grants(), revoked)
                        .map(grant -> grants(context)
                                .grantOnColumn(
                                        table(), column.name(), grant.privilege(), grant.grantee(), grant.grantable()))
                        .stream())
                .toList();
    }

    /** The owner's own rights are not given by anybody. */
    private List<Grant> given(Table present) {
        return present.acl().builtIn() && role.equals(present.owner())
                ? List.of()
                : privileges.stream()
                        .map(privilege -> new Grant(role, privilege, grantable, present.owner()))
                        .toList();
    }

    private static Optional<Grant> find(List<Grant> grants, Grant wanted) {
        return grants.stream().filter(wanted::sameRightAs).findFirst();
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Acl acl = present.acl().builtIn() ? new Acl(false, ownersOwn(present, context)) : present.acl();
        for (Grant grant : given(present)) {
            boolean already = find(acl.grants(), grant).filter(Grant::grantable).isPresent();
            acl = acl.with(new Grant(grant.grantee(), grant.privilege(), grantable || already, grant.grantor()));
        }
        Acl afterwards = acl;
        return Optional.of(table -> table.but(draft -> draft.acl(afterwards)));
    }

    private static List<Grant> ownersOwn(Table present, StepContext context) {
        return context.ask("owner's", grants(context).ofOwner(), Word.class).stream()
                .map(word -> new Grant(present.owner(), word.privilege(), false, present.owner()))
                .toList();
    }

    private record Word(String privilege) {}

    private static GrantStatements grants(StepContext context) {
        return context.dialect().statements(GrantStatements.class);
    }
}
