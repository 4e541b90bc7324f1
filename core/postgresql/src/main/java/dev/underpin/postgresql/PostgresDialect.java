package dev.underpin.postgresql;

import dev.underpin.postgresql.catalog.LiveCatalog;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.RootDialect;
import java.util.EnumSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** PostgreSQL of one major version. */
public final class PostgresDialect extends RootDialect {

    static final String ID = "postgresql";

    private static final int OLDEST = 14;
    private static final int NEWEST = 18;

    private final int major;
    private final Set<Capability> capabilities;

    /**
     * @param major from 14 to 18
     */
    public PostgresDialect(int major) {
        super(ID, SQLDialect.POSTGRES);
        if (!supports(major)) {
            throw new IllegalArgumentException("PostgreSQL " + major + " is not supported");
        }
        this.major = major;
        this.capabilities = capabilities(major);
    }

    static boolean supports(int major) {
        return major >= OLDEST && major <= NEWEST;
    }

    private static Set<Capability> capabilities(int major) {
        Set<Capability> all = EnumSet.of(Capability.TID_RANGE_SCAN, Capability.ROW_LEVEL_SECURITY);
        if (major >= 15) {
            all.addAll(EnumSet.of(
                    Capability.NULLS_NOT_DISTINCT,
                    Capability.PUBLICATION_ROW_FILTERS,
                    Capability.PUBLICATION_OF_SCHEMAS));
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
                    Capability.NOT_VALID_FOREIGN_KEYS_ON_PARTITIONED,
                    Capability.ANALYZE_WITHOUT_PARTITIONS));
        }
        return Set.copyOf(all);
    }

    @Override
    public String name() {
        return "postgresql " + major;
    }

    @Override
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    @Override
    public Catalog catalog(DSLContext session, ReadPatience patience) {
        return new LiveCatalog(session, major, patience);
    }
}
