package dev.underpin.matviews;

import dev.underpin.matviews.MatviewStatements.Granted;
import dev.underpin.matviews.PlannedView.PlannedIndex;
import dev.underpin.spi.Duty;
import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Identify;
import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates a materialized view with everything that belongs to it in one transaction, so that nobody ever sees it without
 * its indexes or with grants that were not asked for.
 */
public final class CreateView implements Step<CreateViewConfig, CreateView.Memory> {

    static final String REFRESH = "refresh";

    /**
     * The state before.
     *
     * @param already such a view is there
     */
    public record Memory(boolean already, PlannedView blueprint) {}

    @Inject
    public CreateView() {}

    @Override
    public Inspection precheck(CreateViewConfig config, StepContext context) {
        return new MatviewPrecheck(config, context).inspect();
    }

    @Override
    public Memory remember(CreateViewConfig config, StepContext context) {
        PlannedView blueprint = PlannedView.of(config, context);
        return context.catalog()
                .view(config.name())
                .filter(View::materialized)
                .map(view -> new Memory(true, new ExistingView(view, config, blueprint).asFound()))
                .orElseGet(() -> new Memory(false, blueprint));
    }

    @Override
    public Program apply(CreateViewConfig config, Memory memory, StepContext context) {
        return memory.already()
                ? new Program(List.of(), List.of(ExistingView.note(config)))
                : Program.of(create(config, memory.blueprint(), context));
    }

    private static Transaction create(CreateViewConfig config, PlannedView blueprint, StepContext context) {
        MatviewStatements matviews = context.dialect().statements(MatviewStatements.class);
        IndexStatements indexes = context.dialect().statements(IndexStatements.class);
        QualifiedName view = config.name();
        List<Op> ops = new ArrayList<>();
        ops.add(matviews.create(view, config.query()));
        blueprint.indexes().forEach(index -> ops.add(indexes.buildUnseen(index.place(), index.canonical())));
        if (!blueprint.defaultGrantees().isEmpty()) {
            ops.add(matviews.revokeAll(view, blueprint.defaultGrantees()));
        }
        grants(config, matviews, ops);
        config.comment().ifPresent(comment -> ops.add(matviews.comment(view, comment)));
        ops.add(matviews.analyzeUnseen(view));
        ops.add(grantsCheck(config, matviews));
        Named made = context.dialect().statements(IdentityStatements.class).matview("view", view);
        ops.add(Identify.of(made));
        return Transaction.of(
                "create:" + view,
                "Create and fill materialized view " + view,
                undo(config, blueprint, matviews, made),
                ops);
    }

    private static void grants(CreateViewConfig config, MatviewStatements matviews, List<Op> ops) {
        List<Granted> all = config.grants().each();
        all.stream()
                .map(Granted::privilege)
                .distinct()
                .forEach(privilege -> ops.add(matviews.grant(
                        config.name(),
                        privilege,
                        all.stream()
                                .filter(granted -> granted.privilege().equals(privilege))
                                .map(Granted::grantee)
                                .toList())));
    }

    private static Check grantsCheck(CreateViewConfig config, MatviewStatements matviews) {
        return new Check(
                "grants:" + config.name(),
                "The privileges on " + config.name() + " are those of the plan",
                new Question.Rows(
                        matviews.grantDifferences(config.name(), config.grants().each()), Expect.none()),
                OnMiss.FAIL,
                Codes.GRANTS,
                "Default privileges or somebody's GRANT are in the way; see \\ddp and \\dp " + config.name() + ".");
    }

    /** What somebody else has put in its place is not dropped. */
    private static Undo undo(CreateViewConfig config, PlannedView blueprint, MatviewStatements matviews, Named made) {
        return Undo.by(Transaction.of(
                "drop:" + config.name(),
                "Drop materialized view " + config.name(),
                Undo.NONE,
                Check.same(
                        "view:" + config.name(),
                        "Materialized view " + config.name() + " is the one that this step has made",
                        false,
                        OnMiss.FAIL,
                        "Give yours another name, or drop it; then put the plan's back with the same query, or finalize.",
                        made),
                queryCheck(
                        config,
                        blueprint,
                        matviews,
                        Codes.CHANGED_SINCE,
                        "Decide what is to become of it, then drop it or put it back."),
                matviews.drop(config.name())));
    }

    private static Check queryCheck(
            CreateViewConfig config, PlannedView blueprint, MatviewStatements matviews, Code code, String remedy) {
        return new Check(
                "query:" + config.name(),
                "Materialized view " + config.name() + " has the query of the plan",
                new Question.Rows(matviews.definition(config.name()), Expect.value(blueprint.definition())),
                OnMiss.FAIL,
                code,
                remedy);
    }

    @Override
    public Program phase(String phase, CreateViewConfig config, Memory memory, StepContext context) {
        if (!phase.equals(REFRESH)) {
            throw new IllegalArgumentException("unknown phase " + phase);
        }
        return context.catalog()
                .view(config.name())
                .map(view -> Program.of(Refreshing.action(
                        config.name(),
                        Refreshing.concurrently(config.refresh().mode(), view),
                        view.populated(),
                        config.refresh().maxHold(),
                        context.dialect().statements(MatviewStatements.class))))
                .orElse(Program.EMPTY);
    }

    @Override
    public List<Duty> duties(CreateViewConfig config, Memory memory) {
        return config.refresh().cadence().stream()
                .map(cadence -> new Duty(REFRESH, cadence, false))
                .toList();
    }

    @Override
    public Optional<Catalog> predict(CreateViewConfig config, Memory memory, Catalog before) {
        return Optional.of(
                memory.already()
                        ? before
                        : before.with(List.of(), List.of(Prediction.of(config, memory.blueprint())), List.of()));
    }

    @Override
    public Impact impact(CreateViewConfig config, Memory memory, StepContext context) {
        return memory.already()
                ? Impact.of(config.name() + " is there already")
                : Impact.of("the materialized view " + config.name() + " is created and filled")
                        .storingSomething();
    }

    @Override
    public List<Check> verify(CreateViewConfig config, Memory memory, StepContext context) {
        MatviewStatements matviews = context.dialect().statements(MatviewStatements.class);
        List<Check> checks = new ArrayList<>();
        checks.add(queryCheck(
                config,
                memory.blueprint(),
                matviews,
                Codes.NOT_AS_ASKED,
                "Somebody has replaced or dropped the view."));
        checks.add(new Check(
                "populated:" + config.name(),
                "Materialized view " + config.name() + " can be read",
                new Question.Rows(matviews.populated(config.name()), Expect.value("true")),
                OnMiss.FAIL,
                Codes.NOT_POPULATED,
                "Refresh it; somebody has emptied or dropped it."));
        for (PlannedIndex index : memory.blueprint().indexes()) {
            checks.add(usable(index, context));
        }
        checks.add(grantsCheck(config, matviews));
        return checks;
    }

    private static Check usable(PlannedIndex index, StepContext context) {
        return new Check(
                "valid:" + index.place().index(),
                "Index " + index.place().index() + " is valid and what the plan asks for",
                new Question.Rows(
                        context.dialect()
                                .statements(IndexStatements.class)
                                .probeBuilt(index.place(), index.canonical()),
                        Expect.value("DONE")),
                OnMiss.FAIL,
                Codes.UNUSABLE_INDEX,
                "Look at the view with \\d " + index.place().table() + "; somebody has changed or dropped the index.");
    }
}
