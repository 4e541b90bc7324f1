package dev.underpin.postgresql;

import dev.underpin.postgresql.catalog.LiveCatalog;
import dev.underpin.spi.Sql;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.ExplainStatements;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.KeyLogStatements;
import dev.underpin.spi.dialect.KeyRegistryStatements;
import dev.underpin.spi.dialect.MatviewStatements;
import dev.underpin.spi.dialect.OwnTriggerStatements;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.SnapshotGuardStatements;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.dialect.UsageStatements;
import dev.underpin.spi.dialect.WriteGuardStatements;
import java.util.EnumSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** PostgreSQL of one major version. */
public final class PostgresDialect implements Dialect {

    private static final String OWN_SCHEMA = "underpin";
    private static final int OLDEST = 14;
    private static final int NEWEST = 18;

    private final int major;
    private final Set<Capability> capabilities;
    private final DSLContext renderer;
    private final Templates templates;
    private final PolicyStatements policies = new PostgresPolicies(this);
    private final ExplainStatements explain = new PostgresExplain(this);
    private final FingerprintStatements fingerprints = new PostgresFingerprints(this);
    private final IndexStatements indexes = new PostgresIndexes(this);
    private final MatviewStatements matviews = new PostgresMatviews(this);
    private final StandInStatements standIns = new PostgresStandIns(this);
    private final KeyLogStatements keyLogs = new PostgresKeyLogs(this);
    private final SnapshotGuardStatements snapshotGuards = new PostgresSnapshotGuards(this);
    private final KeyRegistryStatements keyRegistries = new PostgresKeyRegistries(this);
    private final WriteGuardStatements writeGuards = new PostgresWriteGuards(this);
    private final OwnTriggerStatements ownTriggers = new PostgresOwnTriggers(this);
    private final DefinitionStatements definitions = new PostgresDefinitions(this, OWN_SCHEMA);
    private final IdentityStatements identities = new PostgresIdentities(this);
    private final UsageStatements statements = new PostgresStatements(this, OWN_SCHEMA);

    /**
     * @param major from 14 to 18
     */
    public PostgresDialect(int major) {
        if (!supports(major)) {
            throw new IllegalArgumentException("PostgreSQL " + major + " is not supported");
        }
        this.major = major;
        this.capabilities = capabilities(major);
        this.renderer = DSL.using(
                SQLDialect.POSTGRES,
                new Settings()
                        .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                        .withRenderNameCase(RenderNameCase.AS_IS)
                        .withRenderFormatted(false));
        this.templates = new Templates(this::render);
    }

    static boolean supports(int major) {
        return major >= OLDEST && major <= NEWEST;
    }

    private static Set<Capability> capabilities(int major) {
        Set<Capability> all =
                EnumSet.of(Capability.DETACH_CONCURRENTLY, Capability.TID_RANGE_SCAN, Capability.ROW_LEVEL_SECURITY);
        if (major >= 15) {
            all.addAll(EnumSet.of(
                    Capability.NULLS_NOT_DISTINCT,
                    Capability.SECURITY_INVOKER_VIEWS,
                    Capability.PUBLICATION_COLUMN_LISTS,
                    Capability.PUBLICATION_ROW_FILTERS,
                    Capability.PUBLICATION_OF_SCHEMAS,
                    Capability.ROW_MOVEMENT_KEEPS_REFERENCES));
        }
        if (major >= 16) {
            all.add(Capability.MEMBERSHIP_OPTIONS);
        }
        if (major >= 17) {
            all.addAll(EnumSet.of(Capability.IDENTITY_IN_PARTITIONS, Capability.MAINTAIN_PRIVILEGE));
        }
        if (major >= 18) {
            all.addAll(EnumSet.of(
                    Capability.NAMED_NOT_NULL,
                    Capability.VIRTUAL_GENERATED_COLUMNS,
                    Capability.NOT_VALID_FOREIGN_KEYS_ON_PARTITIONED));
        }
        return Set.copyOf(all);
    }

    @Override
    public String name() {
        return "postgresql " + major;
    }

    @Override
    public SQLDialect jooq() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    @Override
    public String render(QueryPart part) {
        return renderer.renderInlined(part);
    }

    @Override
    public Sql sql(String template, Object... parts) {
        return templates.fill(template, parts);
    }

    @Override
    public Catalog catalog(DSLContext session, ReadPatience patience) {
        return new LiveCatalog(session, major, patience);
    }

    @Override
    public FingerprintStatements fingerprints() {
        return fingerprints;
    }

    @Override
    public PolicyStatements policies() {
        return policies;
    }

    @Override
    public ExplainStatements explain() {
        return explain;
    }

    @Override
    public IndexStatements indexes() {
        return indexes;
    }

    @Override
    public MatviewStatements matviews() {
        return matviews;
    }

    @Override
    public StandInStatements standIns() {
        return standIns;
    }

    @Override
    public KeyLogStatements keyLogs() {
        return keyLogs;
    }

    @Override
    public SnapshotGuardStatements snapshotGuards() {
        return snapshotGuards;
    }

    @Override
    public KeyRegistryStatements keyRegistries() {
        return keyRegistries;
    }

    @Override
    public WriteGuardStatements writeGuards() {
        return writeGuards;
    }

    @Override
    public OwnTriggerStatements ownTriggers() {
        return ownTriggers;
    }

    @Override
    public DefinitionStatements definitions() {
        return definitions;
    }

    @Override
    public IdentityStatements identities() {
        return identities;
    }

    @Override
    public UsageStatements statements() {
        return statements;
    }
}
