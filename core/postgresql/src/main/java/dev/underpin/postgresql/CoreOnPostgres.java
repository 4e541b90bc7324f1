package dev.underpin.postgresql;

import dev.underpin.postgresql.server.PostgresActivity;
import dev.underpin.postgresql.server.PostgresAdvisoryLocks;
import dev.underpin.postgresql.server.PostgresBlockers;
import dev.underpin.postgresql.server.PostgresErrors;
import dev.underpin.postgresql.server.PostgresImpersonation;
import dev.underpin.postgresql.server.PostgresJournal;
import dev.underpin.postgresql.server.PostgresServerFacts;
import dev.underpin.postgresql.server.PostgresSessions;
import dev.underpin.postgresql.server.PostgresTimeLimits;
import dev.underpin.spi.dialect.BackfillStatements;
import dev.underpin.spi.dialect.ColumnStatements;
import dev.underpin.spi.dialect.CommentStatements;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.EnumStatements;
import dev.underpin.spi.dialect.ExplainStatements;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.dialect.FunctionStatements;
import dev.underpin.spi.dialect.GrantStatements;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.KeyStatements;
import dev.underpin.spi.dialect.LockStatements;
import dev.underpin.spi.dialect.PlacementStatements;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.dialect.StatementsProvider;
import dev.underpin.spi.dialect.TriggerStatements;
import dev.underpin.spi.dialect.UsageStatements;
import dev.underpin.spi.server.ActivityStatements;
import dev.underpin.spi.server.AdvisoryLockStatements;
import dev.underpin.spi.server.BlockerStatements;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.server.ImpersonationStatements;
import dev.underpin.spi.server.JournalStatements;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.server.SessionStatements;
import dev.underpin.spi.server.TimeLimitStatements;
import java.util.List;

/** What PostgreSQL says of what core itself asks for. */
public final class CoreOnPostgres implements StatementsProvider {

    /** Where the tool keeps its own functions. */
    private static final String OWN_SCHEMA = "underpin";

    @Override
    public String dialect() {
        return PostgresDialect.ID;
    }

    @Override
    public List<Statements<?>> statements() {
        return List.of(
                new Statements<>(BackfillStatements.class, PostgresBackfills::new),
                new Statements<>(ColumnStatements.class, PostgresColumns::new),
                new Statements<>(CommentStatements.class, PostgresComments::new),
                new Statements<>(ConstraintStatements.class, PostgresConstraints::new),
                new Statements<>(DefinitionStatements.class, dialect -> new PostgresDefinitions(dialect, OWN_SCHEMA)),
                new Statements<>(EnumStatements.class, PostgresEnums::new),
                new Statements<>(ExplainStatements.class, PostgresExplain::new),
                new Statements<>(FingerprintStatements.class, PostgresFingerprints::new),
                new Statements<>(FunctionStatements.class, PostgresFunctions::new),
                new Statements<>(GrantStatements.class, PostgresGrants::new),
                new Statements<>(IdentityStatements.class, PostgresIdentities::new),
                new Statements<>(IndexStatements.class, PostgresIndexes::new),
                new Statements<>(KeyStatements.class, PostgresKeys::new),
                new Statements<>(LockStatements.class, PostgresLocks::new),
                new Statements<>(PlacementStatements.class, PostgresPlacement::new),
                new Statements<>(PolicyStatements.class, PostgresPolicies::new),
                new Statements<>(StandInStatements.class, PostgresStandIns::new),
                new Statements<>(TriggerStatements.class, PostgresTriggers::new),
                new Statements<>(UsageStatements.class, dialect -> new PostgresUsage(dialect, OWN_SCHEMA)),
                new Statements<>(ActivityStatements.class, PostgresActivity::new),
                new Statements<>(AdvisoryLockStatements.class, PostgresAdvisoryLocks::new),
                new Statements<>(BlockerStatements.class, PostgresBlockers::new),
                new Statements<>(ErrorMeanings.class, PostgresErrors::new),
                new Statements<>(ImpersonationStatements.class, PostgresImpersonation::new),
                new Statements<>(JournalStatements.class, PostgresJournal::new),
                new Statements<>(ServerStatements.class, PostgresServerFacts::new),
                new Statements<>(SessionStatements.class, PostgresSessions::new),
                new Statements<>(TimeLimitStatements.class, PostgresTimeLimits::new));
    }
}
