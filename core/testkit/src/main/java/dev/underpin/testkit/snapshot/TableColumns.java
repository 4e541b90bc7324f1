package dev.underpin.testkit.snapshot;

import dev.underpin.testkit.TestSession;
import java.util.List;

/** A table's qualified name and its columns' names in alphabetical order, both as SQL. */
record TableColumns(String table, List<String> columns) {

    /** Finds a table by its name as it stands in SQL: {@code messages}, {@code app."Order"}. */
    static TableColumns of(TestSession session, String table) {
        String qualified = session.queryText(
                "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ?::regclass",
                table);
        return new TableColumns(
                qualified,
                session.queryTexts(
                        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname",
                        table));
    }

    /** Every row as one text; equal rows have equal texts whatever the physical order of the columns. */
    String rowsAsText() {
        return "SELECT ROW(" + String.join("::text, ", columns) + "::text)::text AS r FROM " + table;
    }
}
