package dev.underpin.internal.reporting;

import dev.underpin.internal.execution.AutocommitExecutor;
import dev.underpin.internal.execution.TransactionExecutor;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Kinds;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.report.ActionReport;
import dev.underpin.report.RunState;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes actions for people: what they run, what they lock, how they are taken back. */
public final class ActionReports {

    private final Optional<Catalog> catalog;

    /**
     * @param catalog tells sizes; empty where they do not matter any more
     */
    public ActionReports(Optional<Catalog> catalog) {
        this.catalog = catalog;
    }

    /** What an action would do. */
    ActionReport planned(Action action, List<ActionReport> inner) {
        return report(action, RunState.PENDING, 0, 0, inner);
    }

    /** What an action has done. */
    ActionReport done(Action action, ActionRow row, List<ActionReport> inner) {
        long duration = row.startedAt().isPresent() && row.endedAt().isPresent()
                ? Duration.between(row.startedAt().get(), row.endedAt().get()).toMillis()
                : 0;
        return report(action, state(row.state()), duration, row.rows(), inner);
    }

    private ActionReport report(Action action, RunState state, long durationMs, long rows, List<ActionReport> inner) {
        List<Sql> statements = action.statements();
        List<Lock> locks = statements.stream()
                .flatMap(statement -> statement.locks().stream())
                .distinct()
                .toList();
        return new ActionReport(
                action.key(),
                action.title(),
                Kinds.mode(action),
                statements.stream().map(Sql::text).toList(),
                locks,
                blocks(action, locks),
                undo(action.undo()),
                size(action),
                action instanceof Converge && state == RunState.PENDING
                        ? Optional.of("as of now, until stable")
                        : Optional.empty(),
                state,
                durationMs,
                isOfTheToolsOwn(action) ? 0 : rows,
                inner);
    }

    /** What is taken out of a log are keys. */
    private static boolean isOfTheToolsOwn(Action action) {
        return action instanceof Batches batches && batches.chunks() instanceof Chunks.Log;
    }

    private static String blocks(Action action, List<Lock> locks) {
        Optional<LockMode> strongest =
                locks.stream().filter(lock -> !lock.unseen()).map(Lock::mode).max(LockMode::compareTo);
        if (strongest.isEmpty()) {
            return "nobody";
        }
        if (strongest.get().blocksReads()) {
            return "readers and writers, " + howLong(action);
        }
        return strongest.get().blocksWrites() ? "writers, " + howLong(action) : "neither readers nor writers";
    }

    /** What {@link TransactionExecutor} and {@link AutocommitExecutor} see to. */
    private static String howLong(Action action) {
        if (action instanceof Autocommit) {
            return "waiting no longer than lockTimeout, then for as long as it takes";
        }
        return "no longer than "
                + (action instanceof Transaction transaction
                        ? transaction
                                .maxHold()
                                .map(hold -> "maxHold, " + length(hold))
                                .orElse("lockTimeout")
                        : "lockTimeout");
    }

    private static String length(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static String undo(Undo undo) {
        if (undo instanceof Undo.By by) {
            return by.actions().stream().map(Action::title).collect(Collectors.joining(", "));
        }
        return undo instanceof Undo.Irreversible irreversible
                ? "cannot be taken back: " + irreversible.why()
                : "with what it belongs to";
    }

    private Optional<String> size(Action action) {
        if (action instanceof Batches batches && catalog.isPresent()) {
            return relation(batches.chunks())
                    .filter(relation -> catalog.get().kind(relation).isPresent())
                    .map(this::describe);
        }
        return Optional.empty();
    }

    private static Optional<QualifiedName> relation(Chunks chunks) {
        if (chunks instanceof Chunks.Pages pages) {
            return Optional.of(pages.table());
        }
        return chunks instanceof Chunks.Keys keys ? Optional.of(keys.table()) : Optional.empty();
    }

    private String describe(QualifiedName relation) {
        Extent extent = catalog.orElseThrow().extent(relation);
        String rows = extent.rows() < 0 ? "an unknown number of" : "about " + extent.rows();
        return rows + " rows, " + extent.bytes() / (1024 * 1024) + " MB with indexes";
    }

    private static RunState state(ActionState state) {
        return switch (state) {
            case PENDING -> RunState.PENDING;
            case INTENT -> RunState.RUNNING;
            case APPLIED -> RunState.APPLIED;
            case SKIPPED, ABANDONED -> RunState.SKIPPED;
            case UNDONE -> RunState.ROLLED_BACK;
        };
    }

    /** Nested as their programs are. */
    public static List<ActionReport> nested(
            ActionReports reports, List<Action> actions, Map<String, List<ActionReport>> phases) {
        List<ActionReport> nested = new ArrayList<>();
        for (Action action : actions) {
            List<ActionReport> inner = action instanceof Converge converge
                    ? phases.getOrDefault(converge.phase(), List.of())
                    : nested(reports, action.parts(), phases);
            nested.add(reports.planned(action, inner));
        }
        return nested;
    }
}
