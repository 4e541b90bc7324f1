package dev.underpin.partitioning.structure;

import static dev.underpin.spi.program.LockMode.ACCESS_EXCLUSIVE;
import static dev.underpin.spi.program.LockMode.SHARE_ROW_EXCLUSIVE;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Sequence;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/**
 * The sequences of a table's columns. One that a default calls keeps its identity and changes its owner; that of an
 * identity column cannot, so a new one goes on where it stood, under its name.
 */
public final class Sequences {

    private final Conversion conversion;
    private final List<Sequence> sequences;
    private final Dialect dialect;
    private final Ddl ddl;

    public Sequences(Conversion conversion, List<Sequence> sequences) {
        this.conversion = conversion;
        this.sequences = sequences;
        this.dialect = conversion.dialect();
        this.ddl = new Ddl(dialect);
    }

    public QualifiedName retired(Sequence sequence) {
        return conversion.names().beside(sequence.name(), "_retired");
    }

    /** Where the partitioned table's sequence is after the way back, until it is dropped with the table. */
    public QualifiedName discarded(Sequence sequence) {
        return conversion.names().beside(sequence.name(), "_underpin");
    }

    public List<Sequence> ofIdentity() {
        return sequences.stream().filter(Sequence::identity).toList();
    }

    /**
     * When the new table has the name.
     *
     * @param otherGrantees whom default privileges would let in to new sequences
     */
    public List<Sql> handOver(List<String> otherGrantees) {
        List<Sql> statements = new ArrayList<>();
        for (Sequence sequence : sequences) {
            if (sequence.identity()) {
                statements.addAll(replace(sequence, otherGrantees));
            } else {
                statements.add(own(sequence));
            }
        }
        return statements;
    }

    private List<Sql> replace(Sequence sequence, List<String> otherGrantees) {
        QualifiedName retired = retired(sequence);
        String column = column(sequence);
        List<Sql> statements = new ArrayList<>();
        statements.add(rename(sequence.name(), retired));
        statements.add(ddl.alter(
                conversion.table(),
                "ALTER COLUMN {0} ADD GENERATED {1} AS IDENTITY (SEQUENCE NAME {2} START WITH {3} INCREMENT BY {4}"
                        + " MINVALUE {5} MAXVALUE {6} CACHE {7} {8})",
                Ddl.name(column),
                DSL.keyword(generated(column)),
                sequence.name(),
                DSL.inline(sequence.start()),
                DSL.inline(sequence.increment()),
                DSL.inline(sequence.min()),
                DSL.inline(sequence.max()),
                DSL.inline(sequence.cache()),
                DSL.keyword(sequence.cycle() ? "CYCLE" : "NO CYCLE")));
        statements.add(goOn(sequence, retired, sequence.name()));
        statements.add(ddl.revokeAll(DSL.sql("SEQUENCE {0}", sequence.name().jooq()), otherGrantees));
        statements.addAll(ddl.grants(
                DSL.sql("SEQUENCE {0}", sequence.name().jooq()), sequence.acl(), sequence.owner(), Optional.empty()));
        sequence.comment()
                .ifPresent(comment -> statements.add(
                        dialect.sql("COMMENT ON SEQUENCE {0} IS {1}", sequence.name(), DSL.inline(comment))));
        return statements;
    }

    private String generated(String column) {
        return conversion
                .before()
                .column(column)
                .flatMap(Column::identity)
                .map(identity -> identity == Column.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT")
                .orElseThrow();
    }

    /** While the partitioned table still has the name. Its sequence goes with it: somebody may just wait for a number of it. */
    public List<Sql> takeBack() {
        List<Sql> statements = new ArrayList<>();
        for (Sequence sequence : ofIdentity()) {
            statements.add(goOn(sequence, sequence.name(), retired(sequence)));
            statements.add(rename(sequence.name(), discarded(sequence)));
            statements.add(rename(retired(sequence), sequence.name()));
        }
        return statements;
    }

    /** When the old table has its name again. */
    public List<Sql> ownAgain() {
        return sequences.stream()
                .filter(sequence -> !sequence.identity())
                .map(this::own)
                .toList();
    }

    private Sql own(Sequence sequence) {
        return dialect.sql(
                        "ALTER SEQUENCE {0} OWNED BY {1}",
                        sequence.name(),
                        DSL.quotedName(
                                conversion.table().schema(), conversion.table().local(), column(sequence)))
                .locking(sequence.name(), SHARE_ROW_EXCLUSIVE);
    }

    /**
     * Whoever waits for a number meanwhile gets one of the sequence that is left, and keeps it: so many are left out, if
     * there are so many.
     */
    private Sql goOn(Sequence sequence, QualifiedName from, QualifiedName to) {
        return dialect.sql(
                "SELECT setval({0}, CAST(CASE WHEN s.skipped BETWEEN {1} AND {2} THEN s.skipped ELSE s.last_value END AS bigint), s.is_called)"
                        + " FROM (SELECT last_value, is_called, CAST(last_value AS numeric)"
                        + " + CAST({3} AS numeric) * {4} * {6} AS skipped FROM {5}) AS s",
                DSL.inline(dialect.render(to.jooq())),
                DSL.inline(sequence.min()),
                DSL.inline(sequence.max()),
                DSL.inline(sequence.increment()),
                DSL.inline(sequence.cache()),
                from,
                dialect.statements(ServerStatements.class).mostSessions());
    }

    private Sql rename(QualifiedName sequence, QualifiedName to) {
        return dialect.sql("ALTER SEQUENCE {0} RENAME TO {1}", sequence, Ddl.name(to.local()))
                .locking(sequence, ACCESS_EXCLUSIVE);
    }

    private static String column(Sequence sequence) {
        return sequence.ownedBy().orElseThrow().column();
    }
}
