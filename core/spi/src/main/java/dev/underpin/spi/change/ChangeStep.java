package dev.underpin.spi.change;

import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.StepType;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A step that consists of changes, in one short transaction or, where changes have stages or rounds, in a few. Its class lists them; checks, memory,
 * program, undo, prediction and verification follow from the list. What somebody else has changed since is not overwritten: neither by the step, between its check and its transaction,
 * nor by its rollback.
 *
 * @param <C> the configuration
 */
public abstract class ChangeStep<C extends Record> implements Step<C, ChangeStep.Memory> {

    /**
     * The state before.
     *
     * @param before of all aspects
     */
    public record Memory(String before) {}

    private record Answer(String state) {}

    /** What the step changes, in order; at least one. A function of the configuration alone. */
    protected abstract List<Change> changes(C config);

    /**
     * The same changes in rounds. A round is begun when the one before it is over, all stages of its changes included, and only if nothing
     * has changed, since the step's first transaction, of what it is going to change. By default there is one.
     */
    protected List<List<Change>> rounds(C config) {
        return List.of(changes(config));
    }

    /** What another step changes in its one round, to be listed among what this one does. */
    protected static <O extends Record> List<Change> changesOf(ChangeStep<O> step, O config) {
        List<List<Change>> rounds = step.rounds(config);
        if (rounds.size() > 1) {
            throw new IllegalArgumentException(config + " has rounds, whose order would be lost");
        }
        return rounds.get(0);
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
        for (List<Change> round : rounds(config)) {
            for (Change change : round) {
                findings.addAll(change.requirements(reached));
                if (!Inspection.of(findings).refuses()) {
                    reached = change.predict(reached).map(reached::seeing).orElse(reached);
                }
            }
            if (Inspection.of(findings).refuses()) {
                break;
            }
        }
        return Inspection.of(findings.stream().distinct().toList());
    }

    @Override
    public final Memory remember(C config, StepContext context) {
        return new Memory(context.ask("before", ChangeProgram.states(changes(config), context), Answer.class)
                .get(0)
                .state());
    }

    @Override
    public final Program apply(C config, Memory memory, StepContext context) {
        return new ChangeProgram(rounds(config), context).program();
    }

    static Check untouched(String key, Change change, StepContext context, OnMiss onMiss) {
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
                        Stream.of(untouched(ChangeProgram.ACTION, change, context, OnMiss.FAIL)),
                        change.proofs(context).stream()))
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
                        ChangeProgram.ACTION + ".close",
                        ChangeProgram.title(
                                closing.stream().map(Change::closingTitle).toList()),
                        Undo.NONE,
                        closing.stream()
                                .flatMap(change -> change.closing(context).stream())
                                .toList()));
    }

    @Override
    public final List<Check> glance(C config, Memory memory, StepContext context) {
        return changes(config).stream()
                .flatMap(change -> Stream.concat(
                        Stream.of(untouched(ChangeProgram.ACTION, change, context, OnMiss.WARN)),
                        change.glances(context).stream()))
                .toList();
    }
}
