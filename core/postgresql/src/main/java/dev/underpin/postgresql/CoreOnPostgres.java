package dev.underpin.postgresql;

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
import dev.underpin.spi.dialect.LockStatements;
import dev.underpin.spi.dialect.PlacementStatements;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.dialect.StatementsProvider;
import dev.underpin.spi.dialect.UsageStatements;
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
                new Statements<>(LockStatements.class, PostgresLocks::new),
                new Statements<>(PlacementStatements.class, PostgresPlacement::new),
                new Statements<>(PolicyStatements.class, PostgresPolicies::new),
                new Statements<>(StandInStatements.class, PostgresStandIns::new),
                new Statements<>(UsageStatements.class, dialect -> new PostgresUsage(dialect, OWN_SCHEMA)));
    }
}
