package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's row level security. */
public class PostgresPolicies implements PolicyStatements {

    private static final String EVERYBODY = "public";

    private final Dialect dialect;

    public PostgresPolicies(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql lock(List<QualifiedName> tables) {
        return dialect.sql(
                        "LOCK TABLE {0} IN ACCESS EXCLUSIVE MODE",
                        Clauses.list(dialect, tables, table -> dialect.sql("ONLY {0}", table)))
                .locking(tables.stream()
                        .map(table -> Lock.on(table, LockMode.ACCESS_EXCLUSIVE))
                        .toArray(Lock[]::new));
    }

    @Override
    public Sql create(QualifiedName table, Policy policy) {
        return exclusively(table, create(table, policy, PostgresPolicies::canonical));
    }

    private Sql create(QualifiedName table, Policy policy, Function<String, Object> expression) {
        Sql head = dialect.sql(
                "CREATE POLICY {0} ON {1} AS {2} FOR {3} TO {4}",
                DSL.quotedName(policy.name()),
                table,
                DSL.keyword(policy.permissive() ? "PERMISSIVE" : "RESTRICTIVE"),
                DSL.keyword(policy.command().name()),
                roles(policy.roles()));
        return withExpressions(head, policy, expression);
    }

    @Override
    public Sql lessSecured(QualifiedName one, QualifiedName other) {
        return dialect.sql(
                "SELECT CAST(o.oid AS regclass) AS relation FROM pg_class AS o JOIN pg_class AS s ON s.oid = to_regclass({1})"
                        + " WHERE o.oid = to_regclass({0}) AND s.relrowsecurity AND NOT o.relrowsecurity",
                DSL.inline(dialect.render(one.jooq())), DSL.inline(dialect.render(other.jooq())));
    }

    @Override
    public Sql alter(QualifiedName table, Policy policy) {
        Sql head = dialect.sql(
                "ALTER POLICY {0} ON {1} TO {2}", DSL.quotedName(policy.name()), table, roles(policy.roles()));
        return exclusively(table, withExpressions(head, policy, PostgresPolicies::canonical));
    }

    private Sql withExpressions(Sql head, Policy policy, Function<String, Object> expression) {
        Sql statement = head;
        if (policy.using().isPresent()) {
            statement = dialect.sql(
                    "{0} USING ({1})",
                    statement, expression.apply(policy.using().get()));
        }
        if (policy.withCheck().isPresent()) {
            statement = dialect.sql(
                    "{0} WITH CHECK ({1})",
                    statement, expression.apply(policy.withCheck().get()));
        }
        return statement;
    }

    private static Object canonical(String expression) {
        return DSL.raw(expression);
    }

    /** The line's end closes a comment that the author may have left open. */
    private static Object authored(String expression) {
        return Clauses.byPlan(expression + "\n");
    }

    private static QueryPart roles(List<String> roles) {
        return DSL.list(roles.stream().map(PostgresPolicies::role).toList());
    }

    private static QueryPart role(String role) {
        return role.equals(EVERYBODY) ? DSL.keyword("PUBLIC") : DSL.quotedName(role);
    }

    @Override
    public Sql drop(QualifiedName table, String policy) {
        return exclusively(table, dialect.sql("DROP POLICY {0} ON {1}", DSL.quotedName(policy), table));
    }

    @Override
    public Sql comment(QualifiedName table, String policy, Optional<String> comment) {
        return dialect.sql(
                        "COMMENT ON POLICY {0} ON {1} IS {2}",
                        DSL.quotedName(policy),
                        table,
                        comment.<QueryPart>map(DSL::inline).orElse(DSL.keyword("NULL")))
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql enable(QualifiedName table, boolean enabled) {
        return rowSecurity(table, enabled ? "ENABLE" : "DISABLE");
    }

    @Override
    public Sql force(QualifiedName table, boolean forced) {
        return rowSecurity(table, forced ? "FORCE" : "NO FORCE");
    }

    private Sql rowSecurity(QualifiedName table, String change) {
        return exclusively(table, dialect.sql("ALTER TABLE {0} {1} ROW LEVEL SECURITY", table, DSL.keyword(change)));
    }

    private static Sql exclusively(QualifiedName table, Sql statement) {
        return statement.locking(table, LockMode.ACCESS_EXCLUSIVE);
    }

    @Override
    public Sql of(QualifiedName table, String policy) {
        return dialect.sql(PolicyQueries.STATE, reference(table), DSL.inline(policy));
    }

    @Override
    public Sql all(QualifiedName table) {
        return dialect.sql(PolicyQueries.STATES, reference(table));
    }

    @Override
    public Sql switches(QualifiedName table) {
        return dialect.sql(PolicyQueries.SWITCHES, reference(table));
    }

    @Override
    public Sql differences(List<SecuredTable> expected) {
        return dialect.sql(
                PolicyQueries.DIFFERENCES,
                PolicyQueries.rows(expected),
                Clauses.rows(expected.stream().map(SecuredTable::name).toList()));
    }

    @Override
    public Sql othersBelow(QualifiedName root, List<QualifiedName> known) {
        return dialect.sql(PolicyQueries.OTHERS_BELOW, reference(root), Clauses.rows(known));
    }

    @Override
    public Optional<String> reworded(String expression) {
        return Optional.of(ArrayCasts.leftToTheServer(expression)).filter(words -> !words.equals(expression));
    }

    @Override
    public Sql createAsWorded(QualifiedName standIn, Policy policy) {
        return create(standIn, policy, PostgresPolicies::authored);
    }

    @Override
    public Sql readings(QualifiedName standIn) {
        return dialect.sql(PolicyQueries.READINGS, reference(standIn));
    }

    @Override
    public Sql sources(QualifiedName standIn) {
        return dialect.sql(PolicyQueries.SOURCES, reference(standIn));
    }

    @Override
    public Sql lacks(QualifiedName standIn, List<Applicant> applicants) {
        return dialect.sql(PolicyQueries.LACKS, reference(standIn), PolicyQueries.applicants(applicants));
    }

    private QueryPart reference(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
