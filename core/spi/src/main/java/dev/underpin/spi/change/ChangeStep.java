package dev.underpin.spi.change;

import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.StepType;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.change.Change.Stage;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A step that consists of changes, in one short transaction or, where a change has stages, in a few. Its class lists them; checks, memory,
 * program, undo, prediction and verification follow from the list. What somebody else has changed since is not overwritten: neither by the step, between its check and its transaction,
 * nor by its rollback.
 *
 * @param <C> the configuration
 */
public abstract class ChangeStep<C extends Record> implements Step<C, ChangeStep.Memory> {

    private static final String ACTION = "change";

    /**
     * The state before.
     *
     * @param before of all aspects
     */
    public record Memory(String before) {}

    private record Answer(String state) {}

    /** What the step changes, in order; at least one. A function of the configuration alone. */
    protected abstract List<Change> changes(C config);

    /** What another step changes, to be listed among what this one does. */
    protected static <O extends Record> List<Change> changesOf(ChangeStep<O> step, O config) {
        return step.changes(config);
    }

    /**
     * The type of such a step, in its first version.
     *
     * @param name and {@code summary} as {@link StepType} has them
     */
    public static <C extends Record> StepType<C, Memory> type(
            String name, String summary, Class<C> config, Class<? extends ChangeStep<C>> step) {
        return new StepType<>(name, summary, 1, 1, config, Memory.class, step);
    }

    @Override
    public final Inspection precheck(C config, StepContext context) {
        List<Finding> findings = new ArrayList<>();
        StepContext reached = context;
        for (Change change : changes(config)) {
            List<Finding> lacking = change.requirements(reached);
            findings.addAll(lacking);
            if (!Inspection.of(findings).refuses()) {
                reached = change.predict(reached).map(reached::seeing).orElse(reached);
            }
        }
        return Inspection.of(findings.stream().distinct().toList());
    }

    @Override
    public final Memory remember(C config, StepContext context) {
        return new Memory(context.ask("before", states(config, context), Answer.class)
                .get(0)
                .state());
    }

    @Override
    public final Program apply(C config, Memory memory, StepContext context) {
        List<Change> changes = changes(config);
        List<Sql> holds = new ArrayList<>();
        List<Op> reverts = new ArrayList<>();
        List<Autocommit> ahead = new ArrayList<>();
        List<List<Stage>> stages = new ArrayList<>();
        StepContext reached = context;
        for (Change change : changes) {
            change.hold(context).stream().filter(hold -> !holds.contains(hold)).forEach(holds::add);
            List<Stage> own = change.stages(reached);
            for (int i = 0; i < own.size(); i++) {
                if (stages.size() == i) {
                    stages.add(new ArrayList<>());
                }
                stages.get(i).add(own.get(i));
            }
            reverts.addAll(0, change.revert(reached));
            // What lies behind it in the list has gone by then, and is not in its way.
            reverts.addAll(0, change.untangled(reached));
            ahead.addAll(0, change.beforeReverting(reached));
            reached = change.predict(reached).map(reached::seeing).orElse(reached);
        }
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            String key = key(i, stages.size());
            List<Stage> stage = stages.get(i);
            List<Op> ops = new ArrayList<>();
            if (i == 0) {
                ops.addAll(holds);
                ops.add(unchanged(config, context));
            }
            stage.forEach(part -> {
                ops.addAll(part.statements());
                ops.addAll(part.checks());
            });
            List<Action> work =
                    stage.stream().flatMap(part -> part.work().stream()).toList();
            if (i == stages.size() - 1 && !work.isEmpty()) {
                throw new IllegalStateException("the last stage of " + config + " is no transaction");
            }
            if (work.isEmpty() || !ops.isEmpty()) {
                changes.forEach(change -> ops.add(noted(change, context)));
                actions.add(Transaction.of(
                        key,
                        title(stage.stream().map(Stage::title).toList()),
                        undo(key, config, holds, ahead, reverts, context),
                        ops));
            }
            actions.addAll(work);
        }
        return Program.of(actions);
    }

    private Check unchanged(C config, StepContext context) {
        return new Check(
                "before",
                "Nobody has changed it meanwhile",
                new Question.Rows(states(config, context), new Expect.Remembered("before")),
                OnMiss.FAIL,
                ChangeCodes.CHANGED_BEFORE,
                "Nothing was changed. Apply again: the step then starts from what is there now.");
    }

    /** The last stage's key is the same for all steps. */
    private static String key(int stage, int stages) {
        return stage == stages - 1 ? ACTION : ACTION + "." + (stage + 1);
    }

    private static Check noted(Change change, StepContext context) {
        return new Check(
                "after " + change.aspect(),
                "Note the " + change.aspect(),
                new Question.Rows(change.state(context), new Expect.Noted(change.aspect())),
                OnMiss.FAIL,
                ChangeCodes.NOT_AS_BEFORE,
                "This cannot be: the question has one answer.");
    }

    /** Before a rollback of several steps begins, all that a way back asks ahead of its locks is asked: so it looks twice. */
    private Undo undo(
            String key, C config, List<Sql> holds, List<Autocommit> ahead, List<Op> reverts, StepContext context) {
        List<Change> changes = changes(config);
        Optional<String> irreversible = changes.stream()
                .flatMap(change -> change.irreversible().stream())
                .findFirst();
        if (irreversible.isPresent()) {
            return new Undo.Irreversible(irreversible.get());
        }
        List<Check> untouched = changes.stream()
                .map(change -> untouched(key, change, context, OnMiss.FAIL))
                .toList();
        List<Op> guards = new ArrayList<>(holds);
        guards.addAll(untouched);
        List<Op> ops = new ArrayList<>(guards);
        ops.addAll(reverts);
        ops.add(
                new Check(
                        "restored",
                        "It is what it was",
                        new Question.Rows(states(config, context), new Expect.Remembered("before")),
                        OnMiss.FAIL,
                        ChangeCodes.NOT_AS_BEFORE,
                        "What this step has made was left as it is. Look at what differs, make it possible again, and roll back again."));
        String title = title(changes.stream().map(Change::title).toList());
        List<Action> actions = new ArrayList<>();
        actions.add(
                Transaction.of(ACTION + ".look", "See that nobody has changed since: " + title, Undo.NONE, untouched));
        if (!ahead.isEmpty()) {
            List<Op> early = new ArrayList<>(guards);
            early.addAll(changes.get(changes.size() - 1).untangled(context));
            actions.add(Transaction.of(ACTION + ".guard", "See that nothing keeps it: " + title, Undo.HARMLESS, early));
        }
        actions.addAll(ahead);
        actions.add(Transaction.of(ACTION + ".revert", "Take back: " + title, Undo.NONE, ops));
        return new Undo.By(actions);
    }

    private static Check untouched(String key, Change change, StepContext context, OnMiss onMiss) {
        return new Check(
                change.aspect(),
                "The " + change.aspect() + " is as the step has made it",
                new Question.Rows(change.state(context), new Expect.Evidence(key, change.aspect())),
                onMiss,
                ChangeCodes.CHANGED_SINCE,
                "Somebody has changed it since. A rollback would lose that: make it again what the step made it, or keep it and finalize.");
    }

    @Override
    public final Optional<Catalog> predict(C config, Memory memory, StepContext context) {
        Optional<Catalog> reached = Optional.of(context.catalog());
        for (Change change : changes(config)) {
            reached = reached.flatMap(catalog -> change.predict(context.seeing(catalog)));
        }
        return reached;
    }

    @Override
    public final Impact impact(C config, Memory memory, StepContext context) {
        return Impact.of(changes(config).stream().map(Change::title).toArray(String[]::new));
    }

    @Override
    public final List<Check> verify(C config, Memory memory, StepContext context) {
        return changes(config).stream()
                .flatMap(change -> Stream.concat(
                        Stream.of(untouched(ACTION, change, context, OnMiss.FAIL)), change.proofs(context).stream()))
                .toList();
    }

    /** What is only there for the way back goes with it. */
    @Override
    public final Program finalizing(C config, Memory memory, StepContext context) {
        List<Change> closing = changes(config).stream()
                .filter(change -> !change.closing(context).isEmpty())
                .toList();
        return closing.isEmpty()
                ? Program.EMPTY
                : Program.of(Transaction.of(
                        ACTION + ".close",
                        title(closing.stream().map(Change::closingTitle).toList()),
                        Undo.NONE,
                        closing.stream()
                                .flatMap(change -> change.closing(context).stream())
                                .toList()));
    }

    @Override
    public final List<Check> glance(C config, Memory memory, StepContext context) {
        return changes(config).stream()
                .flatMap(change -> Stream.concat(
                        Stream.of(untouched(ACTION, change, context, OnMiss.WARN)), change.glances(context).stream()))
                .toList();
    }

    private static String title(List<String> titles) {
        return titles.size() == 1 ? titles.get(0) : titles.get(0) + ", and " + (titles.size() - 1) + " more";
    }

    private Sql states(C config, StepContext context) {
        StringBuilder template = new StringBuilder("SELECT concat_ws(E'\\n'");
        List<Object> parts = new ArrayList<>();
        for (Change change : changes(config)) {
            template.append(", ({").append(parts.size()).append("})");
            parts.add(change.state(context));
        }
        return context.dialect().sql(template.append(')').toString(), parts.toArray());
    }
}
