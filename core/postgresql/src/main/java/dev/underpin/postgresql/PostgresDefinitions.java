package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Reads definitions from pg_catalog. */
public class PostgresDefinitions implements DefinitionStatements {

    private final Dialect dialect;
    private final String ownSchema;

    /**
     * @param ownSchema where the tool keeps its own functions
     */
    public PostgresDefinitions(Dialect dialect, String ownSchema) {
        this.dialect = dialect;
        this.ownSchema = ownSchema;
    }

    private Sql lines(QualifiedName table) {
        return lines(reference(table));
    }

    private Sql lines(QueryPart reference) {
        return dialect.sql(
                DefinitionQueries.LINES,
                reference,
                DSL.inline(ownSchema),
                DSL.raw(
                        dialect.has(Capability.PUBLICATION_ROW_FILTERS)
                                ? "concat_ws(' ', r.prattrs, pg_get_expr(r.prqual, r.prrelid))"
                                : "NULL"));
    }

    @Override
    public Sql directDependents(QualifiedName table) {
        return dialect.sql(
                "{0}{1}",
                dialect.sql(DefinitionQueries.DEPENDS, reference(table)),
                dialect.sql(DefinitionQueries.DIRECT_DEPENDENTS));
    }

    @Override
    public Sql peculiarities(QualifiedName table) {
        return dialect.sql(PeculiarityQuery.SQL, reference(table));
    }

    @Override
    public List<Sql> createStore(QualifiedName store, List<String> otherGrantees) {
        Lock lock = Lock.unseen(store, LockMode.ACCESS_EXCLUSIVE);
        return List.of(
                dialect.sql(
                                "CREATE TABLE {0} (moment text, kind text, name text, definition text NOT NULL,"
                                        + " PRIMARY KEY (moment, kind, name))",
                                store)
                        .locking(lock),
                dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", store, Clauses.roles(otherGrantees)),
                dialect.sql("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", store).locking(lock));
    }

    @Override
    public List<Sql> record(QualifiedName store, String moment, QualifiedName table) {
        return record(store, moment, lines(table));
    }

    @Override
    public List<Sql> recordPartitions(QualifiedName store, String moment, QualifiedName table) {
        return record(store, moment, partitionLines(table));
    }

    private List<Sql> record(QualifiedName store, String moment, Sql lines) {
        return List.of(
                dialect.sql("DELETE FROM {0} WHERE moment = {1}", store, DSL.inline(moment)),
                dialect.sql(
                        "INSERT INTO {0} (moment, kind, name, definition) SELECT {1}, l.kind, l.name, l.definition"
                                + " FROM ({2}) AS l (kind, name, definition)",
                        store, DSL.inline(moment), lines));
    }

    @Override
    public Sql differences(QualifiedName store, String moment, QualifiedName table) {
        return dialect.sql(DefinitionQueries.DIFFERENCES, lines(table), store, DSL.inline(moment));
    }

    @Override
    public Sql partitionDifferences(QualifiedName store, String moment, QualifiedName table) {
        return dialect.sql(DefinitionQueries.PARTITION_DIFFERENCES, partitionLines(table), store, DSL.inline(moment));
    }

    @Override
    public Sql reattached(QualifiedName store, String moment, QualifiedName table) {
        return dialect.sql(DefinitionQueries.REATTACHED, attachments(table), store, DSL.inline(moment));
    }

    private Sql partitionLines(QualifiedName table) {
        return dialect.sql(
                DefinitionQueries.PARTITION_LINES, reference(table), lines(DSL.raw("l.oid")), attachments(table));
    }

    private Sql attachments(QualifiedName table) {
        return dialect.sql(DefinitionQueries.ATTACHMENTS, reference(table));
    }

    @Override
    public boolean explains(Table before, Table after, Difference difference) {
        return DefinitionChange.explains(before, after, difference);
    }

    @Override
    public Sql recorded(QualifiedName store, String moment) {
        return dialect.sql(
                "SELECT count(*) FROM (SELECT FROM {0} WHERE moment = {1} LIMIT 1) AS kept", store, DSL.inline(moment));
    }

    @Override
    public Sql viewsNeedingKey(QualifiedName table) {
        return dialect.sql(DefinitionQueries.VIEWS_NEEDING_KEY, reference(table));
    }

    @Override
    public Sql taken(List<QualifiedName> names) {
        return dialect.sql(
                DefinitionQueries.TAKEN,
                Clauses.list(
                        dialect,
                        names,
                        name -> dialect.sql("({0}, {1})", DSL.inline(name.schema()), DSL.inline(name.local()))));
    }

    @Override
    public Sql strayFrom(QualifiedName table, List<QualifiedName> partitions) {
        return dialect.sql(DefinitionQueries.STRAY, reference(table), Clauses.rows(partitions));
    }

    @Override
    public Sql lockable() {
        return dialect.sql(DefinitionQueries.LOCKABLE);
    }

    @Override
    public Sql otherGrantees(List<QualifiedName> relations, List<String> admitted) {
        return dialect.sql(
                DefinitionQueries.STRANGERS,
                DSL.inline(relations.stream()
                        .map(relation -> dialect.render(relation.jooq()))
                        .toArray(String[]::new)),
                DSL.inline(admitted.toArray(String[]::new)));
    }

    @Override
    public Sql privileges(QualifiedName table) {
        return dialect.sql(DefinitionQueries.PRIVILEGES, reference(table));
    }

    @Override
    public Sql otherPrivileges(QualifiedName table, List<Privilege> expected) {
        Sql present = privileges(table);
        if (expected.isEmpty()) {
            return present;
        }
        Sql given = dialect.sql(
                "SELECT * FROM (VALUES {0}) AS v (name, grantee, privilege, grantable, grantor)",
                Clauses.list(
                        dialect,
                        expected,
                        each -> dialect.sql(
                                "({0}, {1}, {2}, {3}, {4})",
                                DSL.inline(each.column()),
                                DSL.inline(each.grantee()),
                                DSL.inline(each.privilege()),
                                DSL.inline(each.grantable()),
                                DSL.inline(each.grantor()))));
        return dialect.sql("(({0}) EXCEPT ALL ({1})) UNION ALL (({1}) EXCEPT ALL ({0}))", present, given);
    }

    @Override
    public Sql publicationOwners() {
        return dialect.sql(DefinitionQueries.PUBLICATION_OWNERS);
    }

    @Override
    public Sql nonYieldingHolders(QualifiedName table) {
        return dialect.sql(DefinitionQueries.UNYIELDING, reference(table));
    }

    @Override
    public Sql lacking(List<Right> rights) {
        return dialect.sql(
                DefinitionQueries.LACKING,
                Clauses.list(
                        dialect,
                        rights,
                        right -> dialect.sql(
                                "({0}, {1}, {2}, {3}, {4})",
                                DSL.inline(right.role()),
                                DSL.inline(right.privilege()),
                                DSL.inline(right.on().name()),
                                DSL.inline(right.schema()),
                                DSL.inline(right.name()))));
    }

    @Override
    public Sql lackingAround(QualifiedName table, String role) {
        return dialect.sql(RightsQuery.LACKING_AROUND, reference(table), DSL.inline(role));
    }

    private QueryPart reference(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
