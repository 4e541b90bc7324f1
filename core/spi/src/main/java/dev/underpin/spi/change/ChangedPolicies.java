package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.PolicyStatements.Reading;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Policies of one table that take the place of others; its partitions, the other policies, and whether they hold at all stay as they are. A
 * rollback brings back what was there to the letter, comments included.
 */
public abstract class ChangedPolicies extends TableChange {

    /** Whoever else is named beside it is not kept by the server. */
    private static final String EVERYBODY = "public";

    protected ChangedPolicies(QualifiedName table) {
        super(table);
    }

    /** With their expressions in the plan author's words; of different names. */
    protected abstract List<Policy> wanted();

    /** Whether a policy that is there goes, or becomes one of those wanted. */
    protected abstract boolean replaces(Policy present);

    /** @param replaced of the same name */
    protected Optional<String> comment(Policy wanted, Optional<Policy> replaced) {
        return wanted.comment();
    }

    /** What is to be said of policies that the server accepts. */
    protected List<Finding> misgivings(Table present, RowSecurity after, StepContext context) {
        return List.of();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Requirement> required = new ArrayList<>(List.of(supported()));
        wanted().forEach(policy -> {
            required.add(Requirements.fits(policy.name()));
            policy.roles().forEach(role -> required.add(Requirements.role(role)));
        });
        List<Finding> findings = Requirement.all(required).unmet(context);
        return findings.isEmpty() ? tried(present, context) : findings;
    }

    static Requirement supported() {
        return Requirements.supports(
                Capability.ROW_LEVEL_SECURITY,
                "hold rows back by policies",
                "Take the step out of the plan for this server.");
    }

    private List<Finding> tried(Table present, StepContext context) {
        for (Policy policy : wanted()) {
            try {
                readings(List.of(policy), present, context);
            } catch (ServerRefusal refusal) {
                return List.of(ScratchPolicies.refused(policy.name(), refusal));
            }
        }
        try {
            List<Finding> findings =
                    new ArrayList<>(scratch(wanted(), present, context).misread(aspect()));
            if (findings.isEmpty()) {
                RowSecurity after = after(present, context);
                wordings(present, after, context);
                findings.addAll(misgivings(present, after, context));
            }
            return findings;
        } catch (RefusedException unstable) {
            return List.of(unstable.finding());
        }
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(Stage.of(title(), between(present.rowSecurity(), after(present, context), present, context)));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return between(after(present, context), present.rowSecurity(), present, context);
    }

    private List<Sql> between(RowSecurity from, RowSecurity to, Table present, StepContext context) {
        return new RowSecurityTransition(
                        secured(from),
                        secured(to),
                        wordings(present, after(present, context), context),
                        policies(context))
                .statements();
    }

    private SecuredTable secured(RowSecurity security) {
        return new SecuredTable(table(), security);
    }

    private Map<String, String> wordings(Table present, RowSecurity after, StepContext context) {
        return PolicyWordings.of(
                List.of(present),
                List.of(secured(present.rowSecurity())),
                List.of(secured(after)),
                context,
                table -> ScratchPolicies.byOwner(table, context));
    }

    private RowSecurity after(Table present, StepContext context) {
        RowSecurity before = present.rowSecurity();
        List<Policy> policies = new ArrayList<>(before.policies());
        policies.removeIf(this::replaces);
        if (!wanted().isEmpty()) {
            List<Reading> readings = readings(wanted(), present, context);
            wanted().forEach(worded -> policies.add(spelled(worded, readings, before)));
        }
        policies.sort(Comparator.comparing(Policy::name));
        return new RowSecurity(before.enabled(), before.forced(), policies);
    }

    /** As the server will print it. */
    private Policy spelled(Policy worded, List<Reading> readings, RowSecurity before) {
        Reading reading = readings.stream()
                .filter(row -> row.policy().equals(worded.name()))
                .findFirst()
                .orElseThrow();
        Optional<Policy> replaced = before.policies().stream()
                .filter(policy -> policy.name().equals(worded.name()))
                .findFirst();
        return new Policy(
                worded.name(),
                worded.command(),
                worded.permissive(),
                worded.roles().contains(EVERYBODY)
                        ? List.of(EVERYBODY)
                        : worded.roles().stream().sorted().distinct().toList(),
                Optional.of(reading.using()).filter(text -> !text.isEmpty()),
                Optional.of(reading.withCheck()).filter(text -> !text.isEmpty()),
                comment(worded, replaced));
    }

    private List<Reading> readings(List<Policy> worded, Table present, StepContext context) {
        return scratch(worded, present, context).readings(aspect());
    }

    private static ScratchPolicies scratch(List<Policy> worded, Table present, StepContext context) {
        return ScratchPolicies.byOwner(present, context).worded(worded);
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        RowSecurity after = after(present, context);
        return Optional.of(table -> table.withRowSecurity(after));
    }

    protected static PolicyStatements policies(StepContext context) {
        return context.dialect().statements(PolicyStatements.class);
    }
}
