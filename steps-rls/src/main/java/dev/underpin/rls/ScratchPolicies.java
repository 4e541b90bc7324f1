package dev.underpin.rls;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.PolicyStatements.Applicant;
import dev.underpin.spi.dialect.PolicyStatements.Lack;
import dev.underpin.spi.dialect.PolicyStatements.Reading;
import dev.underpin.spi.dialect.PolicyStatements.Source;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policies on a temporary stand-in of a table, of the same name and columns: what the server reads out of their words.
 * Every method may throw {@link dev.underpin.spi.finding.ServerRefusal}.
 */
final class ScratchPolicies {

    private final StepContext context;
    private final PolicyStatements vocabulary;
    private final QualifiedName standIn;
    private final List<Sql> setup = new ArrayList<>();

    ScratchPolicies(Table table, StepContext context) {
        this.context = context;
        this.vocabulary = context.dialect().statements(PolicyStatements.class);
        this.standIn = context.dialect()
                .statements(StandInStatements.class)
                .name(table.name().local());
        setup.add(context.dialect()
                .statements(StandInStatements.class)
                .table(standIn, table.columns(), Optional.empty()));
    }

    /** With expressions in the plan author's words. */
    ScratchPolicies worded(List<Policy> policies) {
        policies.forEach(policy -> setup.add(vocabulary.createAsWorded(standIn, policy)));
        return this;
    }

    /** With expressions in the server's words. */
    ScratchPolicies spelled(List<Policy> policies) {
        policies.forEach(policy -> setup.add(vocabulary.create(standIn, policy)));
        return this;
    }

    /** Further stand-ins with the table's columns but other names, in terms of which the policies are read too. */
    ScratchPolicies also(Table table, List<String> names) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        names.stream()
                .filter(name -> !name.equals(standIn.local()))
                .distinct()
                .forEach(name -> setup.add(standIns.table(standIns.name(name), table.columns(), Optional.empty())));
        return this;
    }

    List<Reading> readings(String id) {
        return context.queryInScratch("policies:" + id, setup, vocabulary.readings(standIn), Reading.class);
    }

    List<Source> sources() {
        return context.queryInScratch("policies:sources", setup, vocabulary.sources(standIn), Source.class);
    }

    List<Lack> lacks(List<Applicant> applicants) {
        return applicants.isEmpty()
                ? List.of()
                : context.queryInScratch("policies:lacks", setup, vocabulary.lacks(standIn, applicants), Lack.class);
    }
}
