package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.Memory;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.change.RowSecurityTransition;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The one transaction from what was to what is wanted, and the one back. */
final class PolicyChange {

    private final Config config;
    private final Memory memory;
    private final PolicyStatements vocabulary;
    private final IdentityStatements identities;
    private final PolicyChecks checks;

    PolicyChange(Config config, Memory memory, PolicyStatements vocabulary, IdentityStatements identities) {
        this.config = config;
        this.memory = memory;
        this.vocabulary = vocabulary;
        this.identities = identities;
        this.checks = new PolicyChecks(config, memory, vocabulary);
    }

    Program program() {
        return memory.before().equals(memory.after()) ? Program.EMPTY : new Program(List.of(change()), dropped());
    }

    private Transaction change() {
        List<Op> ops = new ArrayList<>(transition(memory.before(), memory.after()));
        ops.add(0, lock());
        ops.add(1, checks.unchanged());
        checks.nothingBelowIsNew().ifPresent(check -> ops.add(2, check));
        ops.add(checks.asIntended());
        checks.trials().ifPresent(ops::add);
        ops.add(new Identify(tables()));
        return new Transaction(
                "policies", "Set the policies of " + config.table(), ops, config.maxHold(), Undo.by(restoration()));
    }

    private Transaction restoration() {
        List<Op> ops = new ArrayList<>(transition(memory.after(), memory.before()));
        ops.add(0, lock());
        ops.add(1, sameTables());
        ops.add(2, checks.stillAsIntended());
        ops.add(checks.asBefore());
        return new Transaction(
                "policies.restore", "Restore the policies of " + config.table(), ops, config.maxHold(), Undo.NONE);
    }

    /** A policy of the same words on a table that somebody has put in its place is that somebody's. */
    private Check sameTables() {
        return Check.same(
                "tables",
                config.table() + " is the table whose policies were set",
                false,
                Check.OnMiss.FAIL,
                "Give the table its name back, then roll back again; or finalize.",
                tables().toArray(Named[]::new));
    }

    private List<Named> tables() {
        return locked().stream()
                .map(table -> identities.table("table:" + table, table))
                .toList();
    }

    /** The root always, for its lock holds off new partitions; partitions if something changes. */
    private List<QualifiedName> locked() {
        List<QualifiedName> tables = new ArrayList<>();
        tables.add(memory.before().get(0).name());
        IntStream.range(1, memory.before().size())
                .filter(i -> !memory.before().get(i).equals(memory.after().get(i)))
                .forEach(i -> tables.add(memory.before().get(i).name()));
        return tables;
    }

    private Op lock() {
        return vocabulary.lock(locked());
    }

    private List<Op> transition(List<SecuredTable> from, List<SecuredTable> to) {
        return IntStream.range(0, from.size())
                .boxed()
                .flatMap(i -> new RowSecurityTransition(from.get(i), to.get(i), memory.wordings(), vocabulary)
                        .statements().stream())
                .map(Op.class::cast)
                .toList();
    }

    /** A reader of the preview should not have to look for them among the statements. */
    private List<Finding> dropped() {
        List<Finding> notes = new ArrayList<>();
        for (int i = 0; i < memory.before().size(); i++) {
            SecuredTable before = memory.before().get(i);
            List<String> kept = memory.after().get(i).rowSecurity().policies().stream()
                    .map(Policy::name)
                    .toList();
            before.rowSecurity().policies().stream()
                    .filter(policy -> !kept.contains(policy.name()))
                    .map(policy -> PolicyFindings.dropped(before.name(), policy.name()))
                    .forEach(notes::add);
        }
        return notes;
    }
}
