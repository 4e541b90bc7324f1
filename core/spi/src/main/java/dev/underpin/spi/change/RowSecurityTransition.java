package dev.underpin.spi.change;

import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that turn one table's row security into another; policies before the switch that makes them count. */
public final class RowSecurityTransition {

    private final QualifiedName table;
    private final RowSecurity from;
    private final RowSecurity to;
    private final Map<String, String> wordings;
    private final PolicyStatements policies;

    /**
     * @param wordings for expressions that are not made by their own spelling
     */
    public RowSecurityTransition(
            SecuredTable from, SecuredTable to, Map<String, String> wordings, PolicyStatements statements) {
        this.table = from.name();
        this.from = from.rowSecurity();
        this.to = to.rowSecurity();
        this.wordings = wordings;
        this.policies = statements;
    }

    public List<Sql> statements() {
        List<Sql> ops = new ArrayList<>();
        Map<String, Policy> old = byName(from);
        Map<String, Policy> wanted = byName(to);
        from.policies().stream()
                .filter(policy -> goes(policy, wanted.get(policy.name())))
                .forEach(policy -> ops.add(policies.drop(table, policy.name())));
        to.policies().forEach(policy -> ops.addAll(becomes(old.get(policy.name()), policy)));
        if (from.enabled() != to.enabled()) {
            ops.add(policies.enable(table, to.enabled()));
        }
        if (from.forced() != to.forced()) {
            ops.add(policies.force(table, to.forced()));
        }
        return ops;
    }

    private static Map<String, Policy> byName(RowSecurity security) {
        return security.policies().stream().collect(Collectors.toMap(Policy::name, Function.identity()));
    }

    private static boolean goes(Policy policy, @Nullable Policy wanted) {
        return wanted == null || !alterable(policy, wanted);
    }

    /** ALTER POLICY changes neither command nor permissiveness, and takes no expression away. */
    private static boolean alterable(Policy policy, Policy wanted) {
        return policy.command() == wanted.command()
                && policy.permissive() == wanted.permissive()
                && (policy.using().isEmpty() || wanted.using().isPresent())
                && (policy.withCheck().isEmpty() || wanted.withCheck().isPresent());
    }

    private List<Sql> becomes(@Nullable Policy old, Policy wanted) {
        return old == null || !alterable(old, wanted) ? created(wanted) : altered(old, wanted);
    }

    private List<Sql> created(Policy wanted) {
        List<Sql> ops = new ArrayList<>();
        ops.add(policies.create(table, worded(wanted)));
        if (wanted.comment().isPresent()) {
            ops.add(policies.comment(table, wanted.name(), wanted.comment()));
        }
        return ops;
    }

    private List<Sql> altered(Policy old, Policy wanted) {
        List<Sql> ops = new ArrayList<>();
        if (!old.withComment(wanted.comment()).equals(wanted)) {
            ops.add(policies.alter(table, worded(wanted)));
        }
        if (!old.comment().equals(wanted.comment())) {
            ops.add(policies.comment(table, wanted.name(), wanted.comment()));
        }
        return ops;
    }

    private Policy worded(Policy policy) {
        return policy.withExpressions(
                policy.using().map(this::worded), policy.withCheck().map(this::worded));
    }

    private String worded(String expression) {
        return wordings.getOrDefault(expression, expression);
    }
}
