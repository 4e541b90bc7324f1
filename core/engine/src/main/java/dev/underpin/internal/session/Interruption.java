package dev.underpin.internal.session;

import dev.underpin.db.Backend;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of a command whose connection was lost.
 *
 * @param run that it was working on
 * @param left the sessions that it had; where the way there is lost, the server may not know yet
 * @param patience how long the plan waits for what is in the way
 */
public record Interruption(LostConnection lost, Optional<UUID> run, List<Backend> left, Duration patience) {

    /** The run as it stands; empty if its beginning has not even been written down. */
    public Optional<Run> runIn(EngineSessions engineSessions) {
        return run.filter(id -> engineSessions.hasJournal())
                .flatMap(id -> Runs.find(engineSessions.reading().dsl(), id));
    }
}
