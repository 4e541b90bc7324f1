package dev.underpin.db;

import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.BlockerStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names who stands in the way of a session, or would. */
public final class Blockers {

    /** {@code LOCK TABLE … IN SHARE UPDATE EXCLUSIVE MODE} is asked for first, and waits for these where nobody queues. */
    private static final Set<LockMode> WAITED_FOR = Set.of(LockMode.SHARE_UPDATE_EXCLUSIVE);

    private final Session observer;
    private final BlockerStatements says;

    public Blockers(Session observer) {
        this.observer = observer;
        this.says = observer.dialect().statements(BlockerStatements.class);
    }

    /** Those that the waiting backend waits for right now; empty if it does not wait. */
    public synchronized List<String> of(int backendPid) {
        return all(says.blocking(backendPid));
    }

    /**
     * The transactions of other sessions of the database that hold a snapshot, by name. Those of whom we may not see
     * whether they do are among them.
     */
    public synchronized List<String> snapshotHolders() {
        return all(List.of(says.snapshotHolders()));
    }

    /** Those of the transactions that still hold a snapshot. */
    public synchronized List<String> stillHolding(List<String> transactions) {
        return all(List.of(says.stillHolding(transactions)));
    }

    /**
     * Transactions older than {@code age} with whose locks on the relation the wanted one conflicts; to queue behind them
     * would make everybody else wait too. Left out: sessions whose age we may not see, and those that are waited for in a
     * mode behind which nobody queues (VACUUM, CREATE INDEX CONCURRENTLY; autovacuum even gives way).
     */
    public synchronized List<String> longHolders(QualifiedName relation, LockMode wanted, Duration age, int exceptPid) {
        Set<LockMode> conflicting = Arrays.stream(LockMode.values())
                .filter(wanted::conflictsWith)
                .filter(mode -> !WAITED_FOR.contains(mode))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LockMode.class)));
        return all(says.longHolders(relation, conflicting, age, exceptPid));
    }

    private List<String> all(List<Sql> questions) {
        return questions.stream()
                .flatMap(question -> observer.queryKeepingPlan(question).values().stream())
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }
}
