package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * The extended statistics of a converted table. The copy has its own, under other names, before it is analysed: nothing
 * analyses a partitioned table later, so those made in the cutover would stay empty.
 */
public final class Statistics {

    private final Conversion conversion;
    private final Dialect dialect;

    public Statistics(Conversion conversion) {
        this.conversion = conversion;
        this.dialect = conversion.dialect();
    }

    /** Those of the partitioned table while the old one has the name. */
    QualifiedName shadow(ExtendedStatistics statistics) {
        return conversion.names().beside(statistics.name(), "_underpin");
    }

    /** Those of the old table after the cutover. */
    public QualifiedName retired(ExtendedStatistics statistics) {
        return conversion.names().beside(statistics.name(), "_retired");
    }

    private List<ExtendedStatistics> all() {
        return conversion.before().statistics();
    }

    public boolean any() {
        return !all().isEmpty();
    }

    /** On the copy; whoever analyses it next fills them. */
    public List<Sql> create(PredictedText text) {
        List<Sql> statements = new ArrayList<>();
        for (ExtendedStatistics one : all()) {
            QualifiedName name = shadow(one);
            statements.add(conversion.unseen(
                    dialect.sql("{0}", DSL.raw(text.statistics(one, name, conversion.shadow())))
                            .locking(conversion.shadow(), LockMode.SHARE_UPDATE_EXCLUSIVE)));
            one.target()
                    .ifPresent(target -> statements.add(
                            dialect.sql("ALTER STATISTICS {0} SET STATISTICS {1}", name, DSL.inline(target))));
            one.comment()
                    .ifPresent(comment ->
                            statements.add(dialect.sql("COMMENT ON STATISTICS {0} IS {1}", name, DSL.inline(comment))));
            statements.add(dialect.sql("ALTER STATISTICS {0} OWNER TO {1}", name, Ddl.name(one.owner())));
        }
        return statements;
    }

    /** In the cutover. */
    public List<Sql> handOver() {
        List<Sql> statements = new ArrayList<>();
        for (ExtendedStatistics one : all()) {
            statements.add(rename(one.name(), retired(one)));
            statements.add(rename(shadow(one), one.name()));
        }
        return statements;
    }

    /** In the swap back; those of the partitioned table are dropped with it. */
    public List<Sql> takeBack() {
        List<Sql> statements = new ArrayList<>();
        for (ExtendedStatistics one : all()) {
            statements.add(rename(one.name(), shadow(one)));
            statements.add(rename(retired(one), one.name()));
        }
        return statements;
    }

    private Sql rename(QualifiedName from, QualifiedName to) {
        return dialect.sql("ALTER STATISTICS {0} RENAME TO {1}", from, Ddl.name(to.local()));
    }
}
