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
 * One policy of one table, which is created, replaced or dropped; its partitions and other policies stay as they are. A rollback brings back
 * what was there to the letter, its comment included. Whether policies hold at all is {@link RowSecurityOnTable}'s.
 */
public final class PolicyOnTable extends TableChange {

    /** Whoever else is named beside it is not kept by the server. */
    private static final String EVERYBODY = "public";

    private final String policy;
    private final Optional<Policy> wanted;

    private PolicyOnTable(QualifiedName table, String policy, Optional<Policy> wanted) {
        super(table);
        this.policy = policy;
        this.wanted = wanted;
    }

    /** @param wanted with its expressions in the plan author's words; whatever the table has of its name is replaced, the comment, too */
    public static PolicyOnTable set(QualifiedName table, Policy wanted) {
        return new PolicyOnTable(table, wanted.name(), Optional.of(wanted));
    }

    public static PolicyOnTable drop(QualifiedName table, String policy) {
        return new PolicyOnTable(table, policy, Optional.empty());
    }

    @Override
    public String aspect() {
        return "policy \"" + policy + "\" of " + table();
    }

    @Override
    public String title() {
        return (wanted.isPresent() ? "Set policy \"" : "Drop policy \"") + policy + "\" of " + table();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        if (wanted.isEmpty()) {
            return present.rowSecurity().policies().stream()
                            .anyMatch(other -> other.name().equals(policy))
                    ? List.of()
                    : List.of(Finding.error(
                            ChangeCodes.NO_POLICY,
                            table() + " has no policy \"" + policy + "\"",
                            "Leave this step out, or correct the name."));
        }
        List<Requirement> required = new ArrayList<>(List.of(supported(), Requirements.fits(policy)));
        wanted.get().roles().forEach(role -> required.add(Requirements.role(role)));
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
        try {
            List<Finding> misread = scratch(present, context).misread(aspect());
            if (misread.isEmpty()) {
                wordings(present, context);
            }
            return misread;
        } catch (ServerRefusal refusal) {
            return List.of(ScratchPolicies.refused(policy, refusal));
        } catch (RefusedException unstable) {
            return List.of(unstable.finding());
        }
    }

    @Override
    public Sql state(StepContext context) {
        return policies(context).of(table(), policy);
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
        return new RowSecurityTransition(secured(from), secured(to), wordings(present, context), policies(context))
                .statements();
    }

    private SecuredTable secured(RowSecurity security) {
        return new SecuredTable(table(), security);
    }

    private Map<String, String> wordings(Table present, StepContext context) {
        return PolicyWordings.of(
                List.of(present),
                List.of(secured(present.rowSecurity())),
                List.of(secured(after(present, context))),
                context,
                table -> ScratchPolicies.byOwner(table, context));
    }

    private RowSecurity after(Table present, StepContext context) {
        List<Policy> policies = new ArrayList<>(present.rowSecurity().policies());
        policies.removeIf(other -> other.name().equals(policy));
        wanted.ifPresent(worded -> policies.add(spelled(worded, present, context)));
        policies.sort(Comparator.comparing(Policy::name));
        return new RowSecurity(
                present.rowSecurity().enabled(), present.rowSecurity().forced(), policies);
    }

    /** As the server will print it. */
    private Policy spelled(Policy worded, Table present, StepContext context) {
        Reading reading = scratch(present, context).readings(aspect()).get(0);
        return new Policy(
                worded.name(),
                worded.command(),
                worded.permissive(),
                worded.roles().contains(EVERYBODY)
                        ? List.of(EVERYBODY)
                        : worded.roles().stream().sorted().distinct().toList(),
                Optional.of(reading.using()).filter(text -> !text.isEmpty()),
                Optional.of(reading.withCheck()).filter(text -> !text.isEmpty()),
                worded.comment());
    }

    private ScratchPolicies scratch(Table present, StepContext context) {
        return ScratchPolicies.byOwner(present, context).worded(wanted.stream().toList());
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        RowSecurity after = after(present, context);
        return Optional.of(table -> table.withRowSecurity(after));
    }

    static PolicyStatements policies(StepContext context) {
        return context.dialect().statements(PolicyStatements.class);
    }
}
