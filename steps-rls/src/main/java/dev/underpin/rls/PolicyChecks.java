package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.Memory;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.rls.SetPolicies.Trial;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Question.Probe;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The questions that guard the change and prove it. */
final class PolicyChecks {

    private final Config config;
    private final Memory memory;
    private final PolicyStatements vocabulary;

    PolicyChecks(Config config, Memory memory, PolicyStatements vocabulary) {
        this.config = config;
        this.memory = memory;
        this.vocabulary = vocabulary;
    }

    /** Asked of an applied plan. */
    List<Check> afterwards() {
        List<Check> checks = new ArrayList<>();
        checks.add(asIntended());
        others(OnMiss.WARN).ifPresent(checks::add);
        trials().ifPresent(checks::add);
        return checks;
    }

    /** Under the lock: nobody has changed the policies since they were read. */
    Check unchanged() {
        return equal(
                "unchanged",
                "Nobody has changed the policies of " + config.table() + " meanwhile",
                memory.before(),
                Codes.CHANGED_MEANWHILE,
                "Look at what was changed, and run the plan again: it starts from what is there then.");
    }

    Check asIntended() {
        return equal(
                "as-declared",
                "The policies of " + config.table() + " are those of the plan",
                memory.after(),
                Codes.NOT_AS_DECLARED,
                "Undo what was changed by hand, or put it into the plan.");
    }

    Check stillAsIntended() {
        return equal(
                "still-as-declared",
                "Nobody has changed the policies of " + config.table() + " since the plan was applied",
                memory.after(),
                Codes.CHANGED_SINCE,
                "Undo the changes listed, or keep the policies as they are: they cannot be taken back exactly.");
    }

    Check asBefore() {
        return equal(
                "as-before",
                "The policies of " + config.table() + " are what they were",
                memory.before(),
                Codes.NOT_RESTORED,
                "Nothing was changed. Restore what differs by hand.");
    }

    private Check equal(String id, String title, List<SecuredTable> expected, Code code, String remedy) {
        return new Check(
                id,
                title,
                new Question.Rows(vocabulary.differences(expected), Expect.none()),
                OnMiss.FAIL,
                code,
                remedy);
    }

    Optional<Check> nothingBelowIsNew() {
        return others(OnMiss.FAIL);
    }

    private Optional<Check> others(OnMiss onMiss) {
        if (config.partitions() == Partitions.NONE) {
            return Optional.empty();
        }
        Sql query = vocabulary.othersBelow(
                config.table(), memory.before().stream().map(SecuredTable::name).toList());
        return Optional.of(new Check(
                "all-partitions",
                "Every partition of " + config.table() + " is covered",
                new Question.Rows(query, Expect.none()),
                onMiss,
                Codes.PARTITION_NOT_COVERED,
                "Apply the step again in a new plan, so that the new partitions are covered too."));
    }

    Optional<Check> trials() {
        if (config.test().isEmpty()) {
            return Optional.empty();
        }
        List<Probe> probes = IntStream.range(0, config.test().size())
                .mapToObj(i -> probe(i + 1, config.test().get(i)))
                .toList();
        return Optional.of(new Check(
                "trials",
                "The policies of " + config.table() + " let through what they should",
                new Question.Matrix(probes),
                OnMiss.FAIL,
                Codes.TRIAL_MISSED,
                "Correct the policies, or the expectation."));
    }

    private static Probe probe(int number, Trial trial) {
        return new Probe(
                "trial " + number + " as " + trial.as().role(),
                trial.as(),
                Sql.queryOfPlan(trial.sql().text()),
                trial.expect().toOutcome());
    }
}
