package dev.underpin.rls;

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
final class Transition {

    private final QualifiedName table;
    private final RowSecurity from;
    private final RowSecurity to;
    private final Map<String, String> wordings;
    private final PolicyStatements vocabulary;

    /**
     * @param wordings for expressions that are not made by their own spelling
     */
    Transition(SecuredTable from, SecuredTable to, Map<String, String> wordings, PolicyStatements vocabulary) {
        this.table = from.name();
        this.from = from.rowSecurity();
        this.to = to.rowSecurity();
        this.wordings = wordings;
        this.vocabulary = vocabulary;
    }

    List<Sql> ops() {
        List<Sql> ops = new ArrayList<>();
        Map<String, Policy> old = byName(from);
        Map<String, Policy> wanted = byName(to);
        from.policies().stream()
                .filter(policy -> goes(policy, wanted.get(policy.name())))
                .forEach(policy -> ops.add(vocabulary.drop(table, policy.name())));
        to.policies().forEach(policy -> ops.addAll(becomes(old.get(policy.name()), policy)));
        if (from.enabled() != to.enabled()) {
            ops.add(vocabulary.enable(table, to.enabled()));
        }
        if (from.forced() != to.forced()) {
            ops.add(vocabulary.force(table, to.forced()));
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
        ops.add(vocabulary.create(table, worded(wanted)));
        if (wanted.comment().isPresent()) {
            ops.add(vocabulary.comment(table, wanted.name(), wanted.comment()));
        }
        return ops;
    }

    private List<Sql> altered(Policy old, Policy wanted) {
        List<Sql> ops = new ArrayList<>();
        if (!old.withComment(wanted.comment()).equals(wanted)) {
            ops.add(vocabulary.alter(table, worded(wanted)));
        }
        if (!old.comment().equals(wanted.comment())) {
            ops.add(vocabulary.comment(table, wanted.name(), wanted.comment()));
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
