package dev.underpin.partitioning.copy;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.conversion.PartitionCoverage;
import dev.underpin.partitioning.conversion.Period;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.catalog.DatabaseEnvironment.Objects;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * The partitioned copy of a table, in the making. From its first moment nobody but the owner can read it, whatever
 * default privileges say; what others may do comes with the cutover.
 */
public final class ShadowTable {

    private static final String PARENT =
            "CREATE TABLE {0} (LIKE {1} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE"
                    + " INCLUDING COMPRESSION INCLUDING COMMENTS) PARTITION BY RANGE ({2}){3}";

    private static final String LEAF =
            "CREATE TABLE {0} (LIKE {1} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE"
                    + " INCLUDING COMPRESSION){2}{3}";

    private final Conversion conversion;
    private final Indexes indexes;
    private final Ddl ddl;
    private final String creator;
    private final List<String> otherGrantees;
    private final List<String> otherGranteesOfSequences;

    public ShadowTable(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.indexes = new Indexes(conversion);
        this.ddl = new Ddl(conversion.dialect());
        this.creator = context.catalog().principal().name();
        DatabaseEnvironment environment = context.catalog().environment();
        this.otherGrantees = environment.otherGrantees(creator, Objects.TABLES, Objects.FUNCTIONS);
        this.otherGranteesOfSequences =
                environment.otherGrantees(conversion.before().owner(), Objects.SEQUENCES);
    }

    public List<String> otherGrantees() {
        return otherGrantees;
    }

    /** Of identity columns, which belong to the table's owner. */
    public List<String> otherGranteesOfSequences() {
        return otherGranteesOfSequences;
    }

    List<Sql> create(List<Leaf> leaves) {
        QualifiedName shadow = conversion.shadow();
        List<Sql> statements = new ArrayList<>();
        statements.add(conversion
                .dialect()
                .sql(
                        PARENT,
                        shadow,
                        conversion.table(),
                        Ddl.name(conversion.column()),
                        Ddl.tablespace(conversion.before().tablespace())));
        statements.addAll(closed(shadow));
        statements.addAll(indexes.columnSettings(shadow));
        indexes.replicaIdentity(shadow).ifPresent(statements::add);
        if (conversion.before().comment().isPresent()) {
            statements.add(ddl.comment(shadow, conversion.before().comment()));
        }
        leaves.forEach(leaf -> statements.addAll(bare(leaf)));
        return statements.stream().map(conversion::unseen).toList();
    }

    private void commentKey(QualifiedName shadow, List<Sql> statements) {
        conversion
                .before()
                .primaryKey()
                .filter(key -> key.comment().isPresent())
                .ifPresent(key -> statements.add(ddl.commentConstraint(
                        shadow, indexes.nameOn(indexes.primary(), shadow).local(), key.comment())));
        indexes.primary()
                .comment()
                .ifPresent(comment ->
                        statements.add(ddl.commentIndex(indexes.nameOn(indexes.primary(), shadow), comment)));
    }

    private List<Sql> closed(QualifiedName relation) {
        List<Sql> statements = new ArrayList<>();
        statements.add(ddl.revokeAll(relation, otherGrantees));
        if (conversion.before().rowSecurity().enabled()) {
            statements.add(ddl.enableRowSecurity(relation));
        }
        if (!conversion.before().owner().equals(creator)) {
            statements.add(ddl.owner(relation, conversion.before().owner()));
        }
        return statements;
    }

    /** A partition without indexes: these are built when the rows are there. */
    private List<Sql> bare(Leaf leaf) {
        return partition(leaf, false);
    }

    /**
     * What a filled partition still needs. A row that was changed during the copy may have been copied twice; the log knows
     * it, and brings it back.
     */
    List<Sql> index(QualifiedName leaf) {
        List<Sql> statements = new ArrayList<>();
        if (conversion.publishedWholesale()) {
            statements.add(ddl.alter(leaf, "REPLICA IDENTITY FULL"));
        }
        statements.add(conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .removeLogged(conversion.objects().forward(), leaf, conversion.oldKey()));
        if (conversion.publishedWholesale()) {
            statements.add(indexes.replicaIdentity(leaf).orElseGet(() -> ddl.alter(leaf, "REPLICA IDENTITY DEFAULT")));
        }
        statements.addAll(indexes(leaf));
        return statements.stream().map(conversion::unseen).toList();
    }

    private List<Sql> indexes(QualifiedName leaf) {
        List<Sql> statements = new ArrayList<>(indexes.createPrimaryKey(leaf, true));
        statements.addAll(indexes.createOnLeaf(leaf));
        statements.addAll(conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .guard(conversion.objects().reverse(), leaf));
        return statements;
    }

    /** When every partition has its own: those become parts of the parent's, and nothing is built. */
    List<Sql> indexParent() {
        QualifiedName shadow = conversion.shadow();
        List<Sql> statements = new ArrayList<>(indexes.createPrimaryKey(shadow, false));
        commentKey(shadow, statements);
        statements.addAll(indexes.createOnParent(shadow));
        return statements.stream().map(conversion::unseen).toList();
    }

    /** A partition that is complete before it becomes one. */
    public List<Sql> complete(Leaf leaf) {
        return partition(leaf, true).stream().map(conversion::unseen).toList();
    }

    private List<Sql> partition(Leaf leaf, boolean withIndexes) {
        QualifiedName name = leaf.name();
        List<Sql> statements = new ArrayList<>();
        statements.add(conversion
                .dialect()
                .sql(
                        LEAF,
                        name,
                        conversion.shadow(),
                        Ddl.with(conversion.before().options()),
                        Ddl.tablespace(conversion.before().tablespace())));
        statements.addAll(closed(name));
        statements.addAll(indexes.columnSettings(name));
        indexes.replicaIdentity(name).ifPresent(statements::add);
        if (withIndexes) {
            statements.addAll(indexes(name));
        }
        statements.add(conversion.asOwner(ddl.attach(conversion.shadow(), leaf)));
        return statements;
    }

    /** Before the copy is begun anew. */
    Sql empty() {
        return conversion.asOwner(conversion.unseen(conversion
                .dialect()
                .sql("TRUNCATE {0}", conversion.shadow())
                .locking(conversion.shadow(), LockMode.ACCESS_EXCLUSIVE)));
    }

    /** The copy, or one of its partitions. */
    Sql drop(QualifiedName relation) {
        return conversion.unseen(ddl.drop(relation));
    }

    /** Pages of the table go to partitions; rows that fit none are left to the log, which has them all. */
    Sql copy(List<Period> periods) {
        return conversion.asOwner(conversion
                .dialect()
                .sql(
                        "INSERT INTO {0} ({1}) SELECT {1} FROM ONLY {2} WHERE ctid >= {3} AND ctid < {4} AND {5}",
                        conversion.shadow(),
                        DSL.list(conversion.storedColumns().stream()
                                .map(Ddl::name)
                                .toList()),
                        conversion.table(),
                        new dev.underpin.spi.dialect.Dialect.Late("from", "tid"),
                        new dev.underpin.spi.dialect.Dialect.Late("to", "tid"),
                        new PartitionCoverage(conversion, periods).fits()));
    }
}
