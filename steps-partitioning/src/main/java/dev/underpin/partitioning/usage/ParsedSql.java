package dev.underpin.partitioning.usage;

import dev.underpin.spi.sql.SqlToken;
import dev.underpin.spi.sql.UnterminatedSql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What was read in a text of SQL: statements, one or several, or the body of a function in SQL or PL/pgSQL.
 *
 * @param namesTable whether a statement names the table
 * @param dynamic whether a statement that is put together at run time may name it
 */
public record ParsedSql(List<Hit> hits, boolean namesTable, boolean dynamic) {

    private static final Set<String> TRIGGERING = Set.of("tg_table_name", "tg_relname", "tg_relid");

    public ParsedSql {
        hits = List.copyOf(hits);
    }

    /** A statement of a kind, and the line it begins in, from 1. */
    public record Hit(StatementKind kind, int line) {}

    /**
     * @param unqualified whether the table's name without its schema stands for it here
     * @param body whether the text is a function's, in which strings may be statements
     */
    public static ParsedSql of(String sql, StatementTarget target, boolean unqualified, boolean body) {
        Set<Hit> hits = new LinkedHashSet<>();
        Reader reader = new Reader(sql, target, unqualified, hits);
        try {
            List<SqlNode> nodes = SqlNode.parse(sql);
            Splitter.statements(nodes).forEach(reader::read);
            boolean dynamic = body && reader.readStrings(nodes);
            return new ParsedSql(new ArrayList<>(hits), reader.namesTable, dynamic);
        } catch (UnterminatedSql incomplete) {
            return new ParsedSql(new ArrayList<>(hits), true, true);
        }
    }

    /** Whether a trigger's function asks which table it has been fired for. */
    public static boolean readsTriggeringTable(String body) {
        try {
            return SqlToken.of(body).stream()
                    .filter(token -> token.kind() == SqlToken.Kind.WORD)
                    .anyMatch(token -> TRIGGERING.contains(token.in(body).toLowerCase(Locale.ROOT)));
        } catch (UnterminatedSql incomplete) {
            return false;
        }
    }

    /** Reads one text. */
    private static final class Reader {

        private final String sql;
        private final StatementTarget target;
        private final boolean unqualified;
        private final Set<Hit> hits;
        private boolean namesTable;

        private Reader(String sql, StatementTarget target, boolean unqualified, Set<Hit> hits) {
            this.sql = sql;
            this.target = target;
            this.unqualified = unqualified;
            this.hits = hits;
        }

        private void read(List<SqlNode> statement) {
            TableNames names = TableNames.in(statement, target, unqualified);
            StatementShapes shapes = new StatementShapes(target, names);
            shapes.read(statement);
            namesTable |= shapes.namesTable();
            shapes.kinds()
                    .forEach(
                            kind -> hits.add(new Hit(kind, line(statement.get(0).offset()))));
        }

        /** Those that name the table are read as statements, as far as they are such. */
        private boolean readStrings(List<SqlNode> nodes) {
            boolean found = false;
            for (SqlNode node : nodes) {
                if (node instanceof SqlNode.Group group) {
                    found |= readStrings(group.nodes());
                } else if (node.text().startsWith("'") || node.text().startsWith("$")) {
                    found |= readString(node);
                }
            }
            return found;
        }

        private boolean readString(SqlNode string) {
            String content = content(string.text());
            if (!content.contains(target.table().local())) {
                return false;
            }
            ParsedSql inner = ParsedSql.of(content, target, unqualified, false);
            namesTable |= inner.namesTable();
            inner.hits().forEach(hit -> hits.add(new Hit(hit.kind(), line(string.offset()) + hit.line() - 1)));
            return true;
        }

        private static String content(String literal) {
            if (literal.startsWith("'")) {
                return literal.substring(1, literal.length() - 1).replace("''", "'");
            }
            int tag = literal.indexOf('$', 1) + 1;
            return tag > 1 && literal.length() >= 2 * tag ? literal.substring(tag, literal.length() - tag) : "";
        }

        private int line(int offset) {
            return 1
                    + (int) sql.substring(0, offset)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
        }
    }
}
