package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Privilege;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/**
 * The rights of others on the old table. They end with the cutover: whoever is kept from rows of the table that took its place
 * later is not to find them here. A rollback gives them back, in the order in which they stood and by whom they were given.
 */
public final class RetiredRights {

    /** Nobody whom row security binds sees a row, whatever other policies let him see. */
    private static final Policy NO_ROW = new Policy(
            "underpin_closed",
            Policy.Command.ALL,
            false,
            List.of("public"),
            Optional.of("false"),
            Optional.empty(),
            Optional.empty());

    private final Conversion conversion;
    private final List<Privilege> privileges;
    private final Ddl ddl;

    /**
     * @param privileges on the table as it was, in order
     */
    public RetiredRights(Conversion conversion, List<Privilege> privileges) {
        this.conversion = conversion;
        this.privileges = privileges;
        this.ddl = new Ddl(conversion.dialect());
    }

    private String owner() {
        return conversion.before().owner();
    }

    private List<String> others(Stream<Privilege> of) {
        TreeSet<String> others = new TreeSet<>();
        of.map(Privilege::grantee).filter(grantee -> !grantee.equals(owner())).forEach(others::add);
        return List.copyOf(others);
    }

    /** The retired table's row security: some roles read whatever they have no right to. */
    public static RowSecurity closed(RowSecurity before) {
        return before.enabled()
                ? new RowSecurity(
                        true,
                        before.forced(),
                        Stream.concat(before.policies().stream(), Stream.of(NO_ROW))
                                .sorted(Comparator.comparing(Policy::name))
                                .toList())
                : before;
    }

    /** In the cutover, when the table has its other name. */
    public List<Sql> close() {
        List<Sql> statements = new ArrayList<>(revoke());
        if (conversion.before().rowSecurity().enabled()) {
            statements.add(
                    conversion.dialect().statements(PolicyStatements.class).create(conversion.retired(), NO_ROW));
        }
        return statements;
    }

    /**
     * A list of rights that is written down for the first time cannot become one that is not; so where only columns have one, the
     * table is left alone.
     */
    private List<Sql> revoke() {
        QualifiedName retired = conversion.retired();
        List<Sql> statements = new ArrayList<>();
        if (!conversion.before().acl().builtIn()) {
            List<String> others = others(privileges.stream());
            if (!others.isEmpty()) {
                statements.add(ddl.revokeFrom(retired, Optional.empty(), others));
            }
            return statements;
        }
        privileges.stream().map(Privilege::column).distinct().forEach(column -> {
            List<String> others = others(
                    privileges.stream().filter(privilege -> privilege.column().equals(column)));
            if (!others.isEmpty()) {
                statements.add(ddl.revokeFrom(retired, Optional.of(column), others));
            }
        });
        return statements;
    }

    /** When row security has come to the table that took its place: what is kept equal to it has it, too. */
    public List<Action> follow(StepContext context) {
        boolean secured = secured(conversion.table(), context);
        return secured && !secured(conversion.retired(), context)
                ? List.of(Transaction.of(
                        "retired.close",
                        "Enable row security of " + conversion.retired() + ", as " + conversion.table() + " has it",
                        Undo.NONE,
                        conversion.dialect().statements(PolicyStatements.class).enable(conversion.retired(), true)))
                : List.of();
    }

    private static boolean secured(QualifiedName table, StepContext context) {
        return context.catalog()
                .table(table)
                .filter(found -> found.rowSecurity().enabled())
                .isPresent();
    }

    /** In the swap back, before the definition is asked for: {@link #follow} is nobody else's change. */
    public List<Sql> unfollow() {
        return conversion.before().rowSecurity().enabled()
                ? List.of()
                : List.of(
                        conversion.dialect().statements(PolicyStatements.class).enable(conversion.retired(), false));
    }

    /** In the swap back, when the table has its name again. */
    public List<Sql> restore() {
        List<Sql> statements = new ArrayList<>();
        if (conversion.before().rowSecurity().enabled()) {
            statements.add(
                    conversion.dialect().statements(PolicyStatements.class).drop(conversion.table(), NO_ROW.name()));
        }
        for (List<Privilege> items : byColumn()) {
            int ownersPlace = place(items);
            boolean again = ownersPlace > 0;
            if (again) {
                statements.add(ddl.revokeFrom(conversion.table(), column(items.get(0)), List.of(owner())));
            }
            for (List<Privilege> item : byGrant(items)) {
                if (again || !item.get(0).grantee().equals(owner())) {
                    statements.addAll(grant(item));
                }
            }
        }
        return statements;
    }

    /** At which place the owner's own rights stand, which he has kept all the time; -1 if he has none. */
    private int place(List<Privilege> items) {
        List<List<Privilege>> grants = byGrant(items);
        for (int i = 0; i < grants.size(); i++) {
            if (grants.get(i).get(0).grantee().equals(owner())) {
                return i;
            }
        }
        return -1;
    }

    private List<List<Privilege>> byColumn() {
        return grouped(privileges, (one, other) -> one.column().equals(other.column()));
    }

    /** What one role gave another. */
    private static List<List<Privilege>> byGrant(List<Privilege> items) {
        return grouped(
                items,
                (one, other) ->
                        one.grantee().equals(other.grantee()) && one.grantor().equals(other.grantor()));
    }

    private static List<List<Privilege>> grouped(
            List<Privilege> all, java.util.function.BiPredicate<Privilege, Privilege> together) {
        List<List<Privilege>> groups = new ArrayList<>();
        for (Privilege each : all) {
            if (groups.isEmpty() || !together.test(groups.get(groups.size() - 1).get(0), each)) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(each);
        }
        return groups;
    }

    private List<Sql> grant(List<Privilege> item) {
        boolean byAnother = !item.get(0).grantor().equals(owner());
        List<Sql> statements = new ArrayList<>();
        if (byAnother) {
            statements.add(conversion
                    .dialect()
                    .sql("SET LOCAL ROLE {0}", Ddl.name(item.get(0).grantor())));
        }
        for (boolean grantable : List.of(false, true)) {
            List<Privilege> these = item.stream()
                    .filter(privilege -> privilege.grantable() == grantable)
                    .toList();
            if (!these.isEmpty()) {
                statements.add(grant(these, grantable));
            }
        }
        if (byAnother) {
            statements.add(conversion.dialect().sql("SET LOCAL ROLE NONE"));
        }
        return statements;
    }

    private Sql grant(List<Privilege> these, boolean grantable) {
        Privilege first = these.get(0);
        return conversion
                .dialect()
                .sql(
                        "GRANT {0} ON TABLE {1} TO {2}{3}",
                        DSL.list(these.stream()
                                .<QueryPart>map(privilege -> column(privilege)
                                        .<QueryPart>map(column -> DSL.sql(
                                                "{0} ({1})", DSL.keyword(privilege.privilege()), Ddl.name(column)))
                                        .orElse(DSL.keyword(privilege.privilege())))
                                .toList()),
                        conversion.table(),
                        Ddl.role(first.grantee()),
                        DSL.raw(grantable ? " WITH GRANT OPTION" : ""));
    }

    private static Optional<String> column(Privilege privilege) {
        return Optional.of(privilege.column()).filter(column -> !column.isEmpty());
    }

    /** In the swap back: nobody has got a right that he did not have, and all have theirs. */
    public Check restored() {
        return new Check(
                "rights",
                "The rights on " + conversion.table() + " are what they were",
                new Question.Rows(
                        conversion
                                .dialect()
                                .statements(DefinitionStatements.class)
                                .otherPrivileges(conversion.table(), privileges),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.RIGHTS_NOT_BACK,
                "Look at the roles that gave these rights: each must still hold its own with grant option. Then roll back again.");
    }

    /** Whose rights could not be given back in their name. */
    public List<Finding> findings(StepContext context) {
        return Requirement.all(privileges.stream()
                        .map(Privilege::grantor)
                        .filter(grantor -> !grantor.equals(owner()))
                        .distinct()
                        .map(grantor -> Requirements.setRole(
                                grantor,
                                "who has given rights on " + conversion.table()
                                        + " that a rollback gives back in that name"))
                        .toList())
                .unmet(context);
    }
}
