package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.PolicyStatements.Applicant;
import dev.underpin.spi.dialect.PolicyStatements.Lack;
import dev.underpin.spi.dialect.PolicyStatements.Reading;
import dev.underpin.spi.dialect.PolicyStatements.Source;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Policies on a temporary stand-in of a table, of the same name and columns: what the server reads out of their words.
 * Every method may throw {@link ServerRefusal}.
 */
public final class ScratchPolicies {

    private final StepContext context;
    private final PolicyStatements policies;
    private final QualifiedName standIn;
    private final List<Sql> setup = new ArrayList<>();
    private final List<Policy> worded = new ArrayList<>();

    private final UnaryOperator<Sql> rights;

    /** Made with the session's own rights. */
    public ScratchPolicies(Table table, StepContext context) {
        this(table, context, UnaryOperator.identity());
    }

    private ScratchPolicies(Table table, StepContext context, UnaryOperator<Sql> rights) {
        this.context = context;
        this.policies = context.dialect().statements(PolicyStatements.class);
        this.rights = rights;
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        this.standIn = standIns.name(table.name().local());
        setup.add(standIns.table(standIn, table.columns(), Optional.empty()));
    }

    /** Made with the rights of the table's owner alone. */
    static ScratchPolicies byOwner(Table table, StepContext context) {
        if (table.owner().equals(context.catalog().principal().name())) {
            return new ScratchPolicies(table, context);
        }
        ScratchPolicies scratch = new ScratchPolicies(table, context, statement -> statement.as(table.owner()));
        scratch.setup.add(context.dialect().statements(StandInStatements.class).owned(scratch.standIn, table.owner()));
        return scratch;
    }

    private void add(Sql statement) {
        setup.add(rights.apply(statement));
    }

    /** With expressions in the plan author's words. */
    public ScratchPolicies worded(List<Policy> wanted) {
        wanted.forEach(policy -> add(policies.createAsWorded(standIn, policy)));
        worded.addAll(wanted);
        return this;
    }

    /** With expressions in the server's words. */
    public ScratchPolicies spelled(List<Policy> wanted) {
        wanted.forEach(policy -> add(policies.create(standIn, policy)));
        return this;
    }

    /** Further stand-ins with the table's columns but other names, in terms of which the policies are read too. */
    public ScratchPolicies also(Table table, List<String> names) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        names.stream()
                .filter(name -> !name.equals(standIn.local()))
                .distinct()
                .forEach(name -> setup.add(standIns.table(standIns.name(name), table.columns(), Optional.empty())));
        return this;
    }

    public List<Reading> readings(String id) {
        return context.queryInScratch("policies:" + id, setup, policies.readings(standIn), Reading.class);
    }

    /** Of those in the author's words, the ones that the server reads as something else. */
    public List<Finding> misread(String id) {
        List<Reading> readings = readings(id);
        return worded.stream()
                .filter(policy -> readings.stream().noneMatch(reading -> agrees(reading, policy)))
                .map(policy -> Finding.error(
                        ChangeCodes.POLICY_MISREAD,
                        "the server reads another expression out of policy \"" + policy.name()
                                + "\" than the plan names",
                        "Write one expression in using, and one in withCheck."))
                .toList();
    }

    private static boolean agrees(Reading reading, Policy policy) {
        return reading.policy().equals(policy.name())
                && reading.using().isEmpty() == policy.using().isEmpty()
                && reading.withCheck().isEmpty() == policy.withCheck().isEmpty();
    }

    /** What is said of a policy that the server does not accept. */
    public static Finding refused(String policy, ServerRefusal refusal) {
        return Finding.error(
                ChangeCodes.POLICY_REFUSED,
                "the server does not accept policy \"" + policy + "\": " + refusal.serverMessage(),
                "Correct its expression. Its table is called by its name without the schema, its columns one by one; other"
                        + " names are looked up in the plan's searchPath.");
    }

    public List<Source> sources() {
        return context.queryInScratch("policies:sources", setup, policies.sources(standIn), Source.class);
    }

    public List<Lack> lacks(List<Applicant> applicants) {
        return applicants.isEmpty()
                ? List.of()
                : context.queryInScratch("policies:lacks", setup, policies.lacks(standIn, applicants), Lack.class);
    }
}
