package dev.underpin.internal.compilation;

import dev.underpin.spi.Action;
import dev.underpin.spi.Autocommit;
import dev.underpin.spi.Batches;
import dev.underpin.spi.Chunks;
import dev.underpin.spi.Drain;
import dev.underpin.spi.Export;
import dev.underpin.spi.Lock;
import dev.underpin.spi.Op;
import dev.underpin.spi.Parallel;
import dev.underpin.spi.Program;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.Transaction;
import dev.underpin.spi.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What can be read off actions without running them. */
public final class ProgramAnalysis {

    private ProgramAnalysis() {}

    public static Undo undo(Action action) {
        if (action instanceof Transaction transaction) {
            return transaction.undo();
        }
        if (action instanceof Autocommit autocommit) {
            return autocommit.undo();
        }
        if (action instanceof Batches batches) {
            return batches.undo();
        }
        return action instanceof Export export ? export.undo() : Undo.NONE;
    }

    /** The statements of an action itself, in order; those of a parallel action are its parts'. */
    public static List<Sql> statements(Action action) {
        List<Sql> statements = new ArrayList<>();
        if (action instanceof Transaction transaction) {
            transaction.ops().forEach(op -> add(op, statements));
        } else if (action instanceof Autocommit autocommit) {
            statements.add(autocommit.statement());
        } else if (action instanceof Export export) {
            statements.add(export.query());
        } else if (action instanceof Batches batches) {
            statements.addAll(batches.perChunk());
            if (batches.chunks() instanceof Chunks.Log log) {
                statements.add(log.sync().consume());
                statements.addAll(log.sync().replay());
            }
        }
        return statements;
    }

    private static void add(Op op, List<Sql> statements) {
        if (op instanceof Sql sql) {
            statements.add(sql);
        } else if (op instanceof Drain drain) {
            statements.add(drain.sync().consume());
            statements.addAll(drain.sync().replay());
        }
    }

    /** Whether the action itself leaves something other than before; to drain a log is what goes on anyway. */
    public static boolean changes(Action action) {
        return (action instanceof Transaction transaction && changes(transaction))
                || action instanceof Autocommit
                || action instanceof Export
                || (action instanceof Batches batches && !(batches.chunks() instanceof Chunks.Log));
    }

    /** To look, or to note what is there, changes nothing. */
    private static boolean changes(Transaction transaction) {
        return !(transaction.undo() instanceof Undo.Harmless)
                && transaction.ops().stream().anyMatch(op -> op instanceof Sql || op instanceof Drain);
    }

    public static List<Action> parts(Action action) {
        return action instanceof Parallel parallel ? parallel.actions() : List.of();
    }

    /** The action at a journaled position, such as {@code 3} or {@code 3.1}. */
    public static Action find(Program program, String path) {
        String[] indexes = path.split("\\.", -1);
        Action action = program.actions().get(Integer.parseInt(indexes[0]));
        for (int i = 1; i < indexes.length; i++) {
            action = parts(action).get(Integer.parseInt(indexes[i]));
        }
        return action;
    }

    /** The relations of others that a program locks; the run claims them. */
    public static Set<QualifiedName> claims(Program program) {
        Set<QualifiedName> claims = new TreeSet<>();
        for (Action action : program.actions()) {
            collect(action, claims);
        }
        return claims;
    }

    private static void collect(Action action, Set<QualifiedName> claims) {
        for (Sql statement : statements(action)) {
            statement.locks().stream()
                    .filter(lock -> !lock.unseen())
                    .map(Lock::relation)
                    .flatMap(Optional::stream)
                    .forEach(claims::add);
        }
        parts(action).forEach(part -> collect(part, claims));
    }
}
