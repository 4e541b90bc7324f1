package dev.underpin.internal.compilation;

import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.RelationClaims;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;
import java.util.UUID;

/** What the journal proves about a step; before a run there is nothing to prove. */
public record JournalLedger(EngineSessions engineSessions, Optional<UUID> run, Optional<Programs> programs, int step)
        implements Ledger {

    public static JournalLedger withoutRun(EngineSessions engineSessions) {
        return new JournalLedger(engineSessions, Optional.empty(), Optional.empty(), 0);
    }

    @Override
    public boolean applied(String actionKey) {
        return programs.map(journal -> journal.applied(step, actionKey)).orElse(false);
    }

    @Override
    public Optional<String> evidence(String actionKey, String what) {
        return programs.flatMap(journal -> journal.evidence(step, actionKey, what));
    }

    @Override
    public Optional<String> identity(String handle) {
        return programs.flatMap(journal -> journal.identity(step, handle));
    }

    @Override
    public Optional<String> rollbackableRun(QualifiedName table) {
        return engineSessions.hasJournal()
                ? RelationClaims.claimant(engineSessions.reading().dsl(), table, Optional.empty())
                : Optional.empty();
    }
}
