package dev.underpin.spi.program;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key log as rendered SQL, so that a newer tool can replay an older log.
 *
 * @param from where current rows are read
 * @param to where they are made equal
 * @param prepare once per session, idempotent (a temporary table for the keys)
 * @param pending selects how many keys wait, as one number; may stop counting at a bound
 * @param consume takes at most {@code :n} entries out of the log and keeps their keys for {@code replay}
 * @param replay separate statements, run after {@code consume} in the same READ COMMITTED transaction
 * @param replanOn SQLSTATEs that mean "the structure has changed, compile again"
 */
public record Sync(
        String id,
        QualifiedName from,
        QualifiedName to,
        List<Sql> prepare,
        Sql pending,
        Sql consume,
        List<Sql> replay,
        List<String> replanOn) {

    public Sync {
        prepare = List.copyOf(prepare);
        replay = List.copyOf(replay);
        replanOn = List.copyOf(replanOn);
    }

    /** What a replay executes: the log's entries are consumed, and their keys replayed. */
    public List<Sql> statements() {
        return Stream.concat(Stream.of(consume), replay.stream()).toList();
    }
}
