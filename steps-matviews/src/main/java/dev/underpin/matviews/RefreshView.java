package dev.underpin.matviews;

import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills a materialized view again. Its rows are derived: the old ones are not kept, and a rollback leaves the view
 * refreshed, which loses nothing.
 */
public final class RefreshView implements Step<RefreshView.Config, RefreshView.Memory> {

    @Described(
            value = "A materialized view to be filled again.",
            example = "{ name: public.session_stats, mode: concurrent }")
    public record Config(
            @Described(value = "The materialized view.", example = "public.session_stats")
            QualifiedName name,

            @Described(
                    value =
                            "concurrent: while others read, which needs a unique index over columns, of all rows."
                                    + " blocking: faster, but nobody can read meanwhile. auto: concurrent if the view allows it.",
                    example = "concurrent",
                    absent = "auto")
            RefreshMode mode,

            @Described(
                    value = "How long a blocking refresh may keep readers waiting, its whole duration included;"
                            + " default: the plan's lockTimeout.",
                    example = "30s")
            Optional<Duration> maxHold) {

        public Config {
            if (maxHold.filter(hold -> hold.isZero() || hold.isNegative()).isPresent()) {
                throw new InvalidConfig("maxHold", "a refresh takes a while at least", "Give a time above zero.");
            }
            if (maxHold.isPresent() && mode == RefreshMode.CONCURRENT) {
                throw new InvalidConfig("maxHold", "a concurrent refresh keeps nobody waiting", "Take maxHold away.");
            }
        }
    }

    /**
     * The state before.
     *
     * @param populated whether the view could be read
     */
    public record Memory(boolean populated) {}

    @Inject
    public RefreshView() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        List<Finding> findings = new ArrayList<>(there(config).unmet(context));
        if (!findings.isEmpty()) {
            return Inspection.of(findings);
        }
        View view = view(config, context);
        findings.addAll(Requirements.owned(view.name().toString(), view.owner()).unmet(context));
        if (config.mode() == RefreshMode.CONCURRENT) {
            findings.addAll(againstConcurrent(view));
        } else if (!Refreshing.concurrently(config.mode(), view) && view.populated()) {
            findings.add(Finding.warning(
                    Codes.BLOCKS_READERS,
                    "Readers of " + view.name() + " wait while it is refreshed, up to "
                            + config.maxHold()
                                    .orElse(context.settings().lockTimeout())
                                    .toMillis()
                            + " ms; then the refresh is given up.",
                    config.mode() == RefreshMode.AUTO
                            ? "Give the view a unique index over columns, so that it can be refreshed while it is read."
                            : "Set maxHold to what readers can bear."));
        }
        return Inspection.of(findings);
    }

    private static Requirement there(Config config) {
        return Requirements.exists(config.name(), RelationKind.MATERIALIZED_VIEW);
    }

    private static List<Finding> againstConcurrent(View view) {
        List<Finding> findings = new ArrayList<>();
        if (view.indexes().stream().noneMatch(Index::identifiesRows)) {
            findings.add(Finding.error(
                    Codes.NOT_CONCURRENTLY,
                    view.name() + " has no index by which a concurrent refresh could tell rows apart: unique, valid, a"
                            + " B-tree over columns only, without a condition.",
                    "Create such an index with indexing.create, or choose mode blocking."));
        }
        if (!view.populated()) {
            findings.add(Finding.error(
                    Codes.NOT_POPULATED,
                    view.name() + " has never been filled, so there are no rows to compare with.",
                    "Choose mode auto or blocking; nobody can read the view now anyway."));
        }
        return findings;
    }

    @Override
    public Memory remember(Config config, StepContext context) {
        return new Memory(view(config, context).populated());
    }

    private static View view(Config config, StepContext context) {
        return context.catalog()
                .view(config.name())
                .filter(View::materialized)
                .orElseThrow(
                        () -> new RefusedException(there(config).unmet(context).get(0)));
    }

    @Override
    public Program apply(Config config, Memory memory, StepContext context) {
        View view = view(config, context);
        return new Program(
                List.of(Refreshing.action(
                        config.name(),
                        Refreshing.concurrently(config.mode(), view),
                        view.populated(),
                        config.maxHold(),
                        context.dialect().statements(MatviewStatements.class))),
                List.of(Finding.note(
                        Codes.STAYS_REFRESHED,
                        "The rows that " + config.name() + " holds now are not kept; a rollback leaves it refreshed.",
                        "Nothing is lost: the rows are derived.")));
    }

    @Override
    public Optional<Catalog> predict(Config config, Memory memory, Catalog before) {
        return before.view(config.name()).map(view -> before.with(List.of(), List.of(view.filled()), List.of()));
    }

    @Override
    public Impact impact(Config config, Memory memory, StepContext context) {
        return Impact.of("the materialized view " + config.name() + " is filled again");
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        return List.of(new Check(
                "populated:" + config.name(),
                "Materialized view " + config.name() + " can be read",
                new Question.Rows(
                        context.dialect().statements(MatviewStatements.class).populated(config.name()),
                        Expect.value("true")),
                OnMiss.FAIL,
                Codes.NOT_POPULATED,
                "Refresh it again; somebody has emptied or dropped it."));
    }
}
