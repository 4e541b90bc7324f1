package dev.underpin.matviews;

import dev.underpin.matviews.CreateView.Config;
import dev.underpin.matviews.MatviewStatements.Granted;
import dev.underpin.matviews.PlannedView.PlannedIndex;
import dev.underpin.spi.Check;
import dev.underpin.spi.Check.OnMiss;
import dev.underpin.spi.Expect;
import dev.underpin.spi.Finding;
import dev.underpin.spi.Finding.Severity;
import dev.underpin.spi.Identifier;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Question;
import dev.underpin.spi.ServerRefusal;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.Capability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What speaks against creating a materialized view, and what should be known before. */
final class MatviewPrecheck {

    private static final int SAMPLE = 5;

    private final Config config;
    private final StepContext context;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    MatviewPrecheck(Config config, StepContext context) {
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
        Principal principal = context.catalog().principal();
        String schema = config.name().schema();
        if (!principal.createsIn().contains(schema)) {
            findings.add(Finding.error(
                    Codes.NO_CREATE,
                    principal.name() + " may not create objects in schema " + schema + ", if there is such a schema.",
                    "GRANT CREATE ON SCHEMA " + new Identifier(schema) + " TO " + new Identifier(principal.name())
                            + "."));
        }
    }

    private void names() {
        List<String> names = new ArrayList<>(List.of(config.name().local()));
        config.indexes().forEach(index -> names.add(index.name().name()));
        for (String name : names) {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > context.names().maxBytes()) {
                findings.add(Finding.error(
                        Codes.NAME_TOO_LONG,
                        "The name " + new Identifier(name) + " has " + bytes + " bytes; the server keeps "
                                + context.names().maxBytes() + ".",
                        "Choose a shorter name."));
            }
        }
        context.catalog()
                .kind(config.name())
                .filter(kind -> kind != RelationKind.MATERIALIZED_VIEW)
                .ifPresent(kind -> findings.add(taken(config.name(), kind)));
    }

    private static Finding taken(QualifiedName name, RelationKind kind) {
        return Finding.error(
                Codes.NAME_TAKEN,
                "The name " + name + " is taken by another relation: " + kind + ".",
                "Choose another name, or rename or drop what has this one.");
    }

    private void grants() {
        if (!config.grants().maintain().isEmpty() && !context.dialect().has(Capability.MAINTAIN_PRIVILEGE)) {
            findings.add(Finding.error(
                    Codes.NOT_SUPPORTED,
                    context.dialect().name() + " has no privilege to maintain a relation.",
                    "Leave grants.maintain out; the owner refreshes the view."));
        }
        config.grants().each().stream()
                .map(Granted::grantee)
                .distinct()
                .filter(role ->
                        !role.equals("public") && context.catalog().role(role).isEmpty())
                .forEach(role -> findings.add(Finding.error(
                        Codes.NO_SUCH_ROLE,
                        "There is no role " + new Identifier(role) + ".",
                        "Correct the name, or create the role first.")));
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
            context.catalog()
                    .kind(index.place().index())
                    .ifPresent(kind -> findings.add(taken(index.place().index(), kind)));
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
