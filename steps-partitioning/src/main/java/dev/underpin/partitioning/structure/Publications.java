package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** The publications that list a table by itself. */
public final class Publications {

    private final Conversion conversion;
    private final Dialect dialect;

    public Publications(Conversion conversion) {
        this.conversion = conversion;
        this.dialect = conversion.dialect();
    }

    public List<PublicationMembership> listed() {
        return conversion.before().publications().stream()
                .filter(membership -> membership.how() == PublicationMembership.How.TABLE)
                .toList();
    }

    public List<Sql> move(QualifiedName from, QualifiedName to) {
        List<Sql> statements = new ArrayList<>();
        for (PublicationMembership membership : listed()) {
            statements.add(change("ALTER PUBLICATION {0} DROP TABLE {1}", membership, from));
            statements.add(dialect.sql(
                            "ALTER PUBLICATION {0} ADD TABLE {1}{2}{3}",
                            Ddl.name(membership.publication()),
                            to,
                            columns(membership),
                            membership
                                    .rowFilter()
                                    .<QueryPart>map(filter -> DSL.raw(" WHERE (" + filter + ")"))
                                    .orElse(DSL.raw("")))
                    .locking(to, LockMode.SHARE_UPDATE_EXCLUSIVE));
        }
        return statements;
    }

    private Sql change(String template, PublicationMembership membership, QualifiedName table) {
        return dialect.sql(template, Ddl.name(membership.publication()), table)
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    private static QueryPart columns(PublicationMembership membership) {
        return membership.columns().isEmpty()
                ? DSL.raw("")
                : DSL.sql(
                        " ({0})",
                        DSL.list(membership.columns().stream().map(Ddl::name).toList()));
    }
}
