package dev.underpin.engine;

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
final class Programming {

    private Programming() {}

    static Undo undo(Action action) {
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
    static List<Sql> statements(Action action) {
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

    static List<Action> parts(Action action) {
        return action instanceof Parallel parallel ? parallel.actions() : List.of();
    }

    /** The relations of others that a program locks; the run claims them. */
    static Set<QualifiedName> claims(Program program) {
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
