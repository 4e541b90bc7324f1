package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import java.util.List;
import java.util.function.Function;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** How statements name the columns of a log. */
final class LoggedKeys {

    private final Dialect dialect;
    private final KeyLog log;

    LoggedKeys(Dialect dialect, KeyLog log) {
        this.dialect = dialect;
        this.log = log;
    }

    /** Two rows have equal keys. */
    Sql equal(String row, String key, List<String> columns) {
        return each(columns, column -> same(column, DSL.quotedName(row, column), DSL.quotedName(key, text(column))));
    }

    /** As the key's index tells it. */
    Sql same(String column, Object one, Object other) {
        return dialect.sql(
                "{0} {1} {2}", one, DSL.raw(log.key().get(position(column)).equality()), other);
    }

    /** As columns of a table. */
    Sql typed() {
        return Clauses.list(dialect, log.key(), column -> {
            Sql typed = dialect.sql("{0} {1}", name(column.name()), DSL.raw(column.type()));
            return column.collation()
                    .map(collation -> dialect.sql("{0} COLLATE {1}", typed, DSL.raw(collation)))
                    .orElse(typed);
        });
    }

    /** Of a trigger's record. */
    Sql fields(String record) {
        return Clauses.list(dialect, log.key(), column -> dialect.sql(record + ".{0}", DSL.quotedName(column.name())));
    }

    Sql all() {
        return Clauses.list(dialect, log.key(), column -> dialect.sql("{0}", name(column.name())));
    }

    /** What the log calls a column of the table. */
    Name name(String column) {
        return DSL.quotedName(text(column));
    }

    private String text(String column) {
        return "k" + (position(column) + 1);
    }

    private int position(String column) {
        return log.key().stream().map(KeyColumn::name).toList().indexOf(column);
    }

    Sql names(List<String> columns, Function<String, Name> name) {
        return Clauses.list(dialect, columns, column -> dialect.sql("{0}", name.apply(column)));
    }

    Sql each(List<String> columns, Function<String, Sql> condition) {
        return Clauses.join(dialect, " AND ", columns.stream().map(condition).toList());
    }

    /** Where keys are that have been taken out of the log. */
    Sql taken() {
        return dialect.sql("pg_temp.{0}", DSL.quotedName(log.entries().local()));
    }
}
