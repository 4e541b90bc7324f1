package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.change.Change.Stage;
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
import java.util.stream.IntStream;

/**
 * What a {@link ChangeStep} does: one round after the other, in each the stages of its changes together. What is taken back is what has been
 * begun: the way back from a round leaves those behind it alone.
 */
final class ChangeProgram {

    static final String ACTION = "change";

    private final List<Round> rounds = new ArrayList<>();
    private final List<Change> changes;
    private final int length;
    private final StepContext context;

    /** Changes that are made together, each compiled against what those before it leave. */
    private record Round(
            List<Change> changes,
            List<Sql> holds,
            List<Op> reverts,
            List<Autocommit> ahead,
            List<List<Stage>> stages) {}

    ChangeProgram(List<List<Change>> rounds, StepContext context) {
        this.context = context;
        this.changes = rounds.stream().flatMap(List::stream).toList();
        StepContext reached = context;
        for (List<Change> round : rounds) {
            reached = compile(round, reached);
        }
        this.length =
                this.rounds.stream().mapToInt(round -> round.stages().size()).sum();
    }

    /** Returns what the round leaves. */
    private StepContext compile(List<Change> together, StepContext before) {
        Round round = new Round(together, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        StepContext reached = before;
        for (Change change : together) {
            change.hold(context).stream()
                    .filter(hold -> !round.holds().contains(hold))
                    .forEach(round.holds()::add);
            List<Stage> own = change.stages(reached);
            for (int i = 0; i < own.size(); i++) {
                if (round.stages().size() == i) {
                    round.stages().add(new ArrayList<>());
                }
                round.stages().get(i).add(own.get(i));
            }
            round.reverts().addAll(0, change.revert(reached));
            // What lies behind it in the list has gone by then, and is not in its way.
            round.reverts().addAll(0, change.untangled(reached));
            round.ahead().addAll(0, change.beforeReverting(reached));
            reached = change.predict(reached).map(reached::seeing).orElse(reached);
        }
        rounds.add(round);
        return reached;
    }

    Program program() {
        List<Action> actions = new ArrayList<>();
        int number = 0;
        for (int r = 0; r < rounds.size(); r++) {
            for (List<Stage> stage : rounds.get(r).stages()) {
                String key = key(number++);
                List<Op> ops = new ArrayList<>();
                stage.forEach(part -> {
                    ops.addAll(part.statements());
                    ops.addAll(part.checks());
                });
                List<Action> work =
                        stage.stream().flatMap(part -> part.work().stream()).toList();
                if (number == length && !work.isEmpty()) {
                    throw new IllegalStateException(
                            "the last stage of " + title(titles(changes)) + " is no transaction");
                }
                boolean first = actions.isEmpty();
                if (first || work.isEmpty() || !ops.isEmpty()) {
                    if (first) {
                        ops.addAll(0, beginning());
                    } else if (stage == rounds.get(r).stages().get(0)) {
                        ops.addAll(0, beginning(rounds.get(r)));
                    }
                    List<Round> reached = rounds.subList(0, r + 1);
                    (first ? changes : changes(reached))
                            .forEach(change -> ops.add(noted(change.aspect(), change.state(context))));
                    actions.add(Transaction.of(
                            key, title(stage.stream().map(Stage::title).toList()), undo(key, reached), ops));
                }
                actions.addAll(work);
            }
        }
        return Program.of(actions);
    }

    private List<Op> beginning() {
        List<Op> ops = new ArrayList<>(holds(rounds));
        ops.add(new Check(
                "before",
                "Nobody has changed it meanwhile",
                new Question.Rows(states(changes, context), new Expect.Remembered("before")),
                OnMiss.FAIL,
                ChangeCodes.CHANGED_BEFORE,
                "Nothing was changed. Apply again: the step then starts from what is there now."));
        if (rounds.size() > 1) {
            IntStream.range(0, rounds.size())
                    .forEach(r -> ops.add(noted(before(r), states(rounds.get(r).changes(), context))));
        }
        return ops;
    }

    /** Hours may lie between the first transaction and a later round. */
    private List<Op> beginning(Round round) {
        List<Op> ops = new ArrayList<>(round.holds());
        round.changes()
                .forEach(
                        change -> ops.add(
                                new Check(
                                        "still " + change.aspect(),
                                        "Nobody has changed the " + change.aspect() + " meanwhile",
                                        new Question.Rows(
                                                change.state(context), new Expect.Evidence(key(0), change.aspect())),
                                        OnMiss.FAIL,
                                        ChangeCodes.CHANGED_BEFORE,
                                        "What the step did before is taken back. Apply again: it then starts from what is there now.")));
        return ops;
    }

    private static String before(int round) {
        return "before round " + (round + 1);
    }

    /** The last stage's key is the same for all steps. */
    private String key(int stage) {
        return stage == length - 1 ? ACTION : ACTION + "." + (stage + 1);
    }

    private static Check noted(String what, Sql state) {
        return new Check(
                "after " + what,
                "Note the " + what,
                new Question.Rows(state, new Expect.Noted(what)),
                OnMiss.FAIL,
                ChangeCodes.NOT_AS_BEFORE,
                "This cannot be: the question has one answer.");
    }

    /** Before a rollback of several steps begins, all that a way back asks ahead of its locks is asked: so it looks twice. */
    private Undo undo(String key, List<Round> reached) {
        List<Change> begun = changes(reached);
        Optional<String> irreversible =
                begun.stream().flatMap(change -> change.irreversible().stream()).findFirst();
        if (irreversible.isPresent()) {
            return new Undo.Irreversible(irreversible.get());
        }
        List<Check> untouched = begun.stream()
                .map(change -> ChangeStep.untouched(key, change, context, OnMiss.FAIL))
                .toList();
        List<Op> guards = new ArrayList<>(holds(reached));
        guards.addAll(untouched);
        List<Op> ops = new ArrayList<>(guards);
        List<Autocommit> ahead = new ArrayList<>();
        for (int r = reached.size() - 1; r >= 0; r--) {
            ops.addAll(reached.get(r).reverts());
            ahead.addAll(reached.get(r).ahead());
        }
        ops.addAll(restored(reached));
        String title = title(titles(begun));
        List<Action> actions = new ArrayList<>();
        actions.add(
                Transaction.of(ACTION + ".look", "See that nobody has changed since: " + title, Undo.NONE, untouched));
        if (!ahead.isEmpty()) {
            List<Op> early = new ArrayList<>(guards);
            early.addAll(begun.get(begun.size() - 1).untangled(context));
            actions.add(Transaction.of(ACTION + ".guard", "See that nothing keeps it: " + title, Undo.HARMLESS, early));
        }
        actions.addAll(ahead);
        actions.add(Transaction.of(ACTION + ".revert", "Take back: " + title, Undo.NONE, ops));
        return new Undo.By(actions);
    }

    /** What has not been reached may be anything: it is not taken back. */
    private List<Check> restored(List<Round> reached) {
        return rounds.size() == 1
                ? List.of(restored("restored", changes, new Expect.Remembered("before")))
                : IntStream.range(0, reached.size())
                        .mapToObj(r -> restored(
                                "restored " + (r + 1),
                                reached.get(r).changes(),
                                new Expect.Evidence(key(0), before(r))))
                        .toList();
    }

    private Check restored(String id, List<Change> changes, Expect before) {
        return new Check(
                id,
                "It is what it was",
                new Question.Rows(states(changes, context), before),
                OnMiss.FAIL,
                ChangeCodes.NOT_AS_BEFORE,
                "What this step has made was left as it is. Look at what differs, make it possible again, and roll back again.");
    }

    private static List<Change> changes(List<Round> rounds) {
        return rounds.stream().flatMap(round -> round.changes().stream()).toList();
    }

    private static List<Sql> holds(List<Round> rounds) {
        return rounds.stream()
                .flatMap(round -> round.holds().stream())
                .distinct()
                .toList();
    }

    private static List<String> titles(List<Change> changes) {
        return changes.stream().map(Change::title).toList();
    }

    static String title(List<String> titles) {
        return titles.size() == 1 ? titles.get(0) : titles.get(0) + ", and " + (titles.size() - 1) + " more";
    }

    /** One text: the state of all of them. */
    static Sql states(List<Change> changes, StepContext context) {
        StringBuilder template = new StringBuilder("SELECT concat_ws(E'\\n'");
        List<Object> parts = new ArrayList<>();
        for (Change change : changes) {
            template.append(", ({").append(parts.size()).append("})");
            parts.add(change.state(context));
        }
        return context.dialect().sql(template.append(')').toString(), parts.toArray());
    }
}
