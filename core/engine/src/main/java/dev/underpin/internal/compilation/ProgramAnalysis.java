package dev.underpin.internal.compilation;

import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What can be read off actions without running them. */
public final class ProgramAnalysis {

    private ProgramAnalysis() {}

    /** The action at a journaled position, such as {@code 3} or {@code 3.1}. */
    public static Action find(Program program, String path) {
        String[] indexes = path.split("\\.", -1);
        Action action = program.actions().get(Integer.parseInt(indexes[0]));
        for (int i = 1; i < indexes.length; i++) {
            action = action.parts().get(Integer.parseInt(indexes[i]));
        }
        return action;
    }

    /** What a program waits at until somebody opens it. */
    public static Stream<Chunks.Gate> gates(Program program) {
        return program.actions().stream()
                .flatMap(action -> action instanceof Batches batches && batches.chunks() instanceof Chunks.Log log
                        ? log.gate().stream()
                        : Stream.empty());
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
        for (Sql statement : action.statements()) {
            statement.locks().stream()
                    .filter(lock -> !lock.unseen())
                    .map(Lock::relation)
                    .flatMap(Optional::stream)
                    .forEach(claims::add);
        }
        action.parts().forEach(part -> collect(part, claims));
    }
}
