package dev.underpin.matviews;

import dev.underpin.matviews.MatviewStatements.Granted;
import dev.underpin.matviews.PlannedView.PlannedIndex;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.Finding.Severity;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What speaks against creating a materialized view, and what should be known before. */
final class MatviewPrecheck {

    private static final int SAMPLE = 5;

    private final CreateViewConfig config;
    private final StepContext context;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    MatviewPrecheck(CreateViewConfig config, StepContext context) {
        this.config = config;
        this.context = context;
    }

    Inspection inspect() {
        rights();
        names();
        grants();
        if (acceptable()) {
            blueprint().ifPresent(this::compare);
        }
        return new Inspection(findings, checks);
    }

    private boolean acceptable() {
        return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    private void rights() {
        require(Requirements.createsIn(config.name().schema()));
    }

    private void require(Requirement requirement) {
        findings.addAll(requirement.unmet(context));
    }

    private void names() {
        require(Requirements.fits(config.name().local()));
        config.indexes().forEach(index -> require(Requirements.fits(index.name().name())));
        if (context.catalog().view(config.name()).filter(View::materialized).isEmpty()) {
            require(Requirements.free(config.name()));
        }
    }

    private void grants() {
        if (!config.grants().maintain().isEmpty()) {
            require(Requirements.supports(
                    Capability.MAINTAIN_PRIVILEGE,
                    "grant a privilege to maintain a relation",
                    "Leave grants.maintain out; the owner refreshes the view."));
        }
        require(Requirement.all(config.grants().each().stream()
                .map(Granted::grantee)
                .map(Requirements::role)
                .toList()));
    }

    private Optional<PlannedView> blueprint() {
        try {
            return Optional.of(PlannedView.of(config, context));
        } catch (ServerRefusal refusal) {
            findings.add(Finding.error(
                    Codes.REFUSED_BY_SERVER,
                    "The server would refuse materialized view " + config.name() + ": " + refusal.serverMessage(),
                    "Correct the query, the key or the indexes; they were tried without rows."));
            return Optional.empty();
        }
    }

    private void compare(PlannedView blueprint) {
        Optional<View> present = context.catalog().view(config.name()).filter(View::materialized);
        if (present.isPresent()) {
            findings.addAll(new ExistingView(present.get(), config, blueprint).differences());
            return;
        }
        for (PlannedIndex index : blueprint.indexes()) {
            require(Requirements.free(index.place().index()));
        }
        if (acceptable()) {
            secured();
            data();
        }
    }

    private void secured() {
        if (config.grants().each().isEmpty()) {
            return;
        }
        List<String> secured = PlannedView.securedSources(config, context);
        if (!secured.isEmpty()) {
            findings.add(Finding.warning(
                    Codes.NOT_SECURED,
                    "Row level security of " + String.join(", ", secured) + " does not apply to readers of "
                            + config.name() + ": they see all its rows.",
                    "Let the query keep only what every reader may see, or grant the view to nobody."));
        }
    }

    private void data() {
        if (config.uniqueKey().isEmpty()) {
            return;
        }
        MatviewStatements matviews = context.dialect().statements(MatviewStatements.class);
        List<String> key = config.uniqueKey().stream().map(Identifier::name).toList();
        checks.add(new Check(
                "unique:" + config.name(),
                "No key of " + config.name() + " occurs twice in the query's result",
                new Question.Rows(matviews.duplicates(config.query(), key, SAMPLE), Expect.none()),
                OnMiss.FAIL,
                Codes.DUPLICATES,
                "Add columns to uniqueKey, or group by it in the query."));
        checks.add(new Check(
                "nulls:" + config.name(),
                "No key of " + config.name() + " has a NULL",
                new Question.Rows(matviews.incompleteKeys(config.query(), key, SAMPLE), Expect.none()),
                OnMiss.WARN,
                Codes.NULLS,
                "Rows with a NULL in the key are written again at every concurrent refresh; use coalesce(…) for it."));
    }
}
