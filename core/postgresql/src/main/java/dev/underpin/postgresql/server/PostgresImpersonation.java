package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ImpersonationStatements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;

/** SET ROLE would not do: any function that is called may undo it. Within a SECURITY DEFINER function the server refuses that. */
public class PostgresImpersonation implements ImpersonationStatements {

    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

    private static final String EXECUTE = """
            CREATE FUNCTION pg_temp.underpin_confined(statements pg_catalog.text[], kept pg_catalog.bool)
            RETURNS pg_catalog.int8[] LANGUAGE plpgsql SECURITY DEFINER AS $underpin$
            DECLARE
              counts pg_catalog.int8[] := '{}';
              affected pg_catalog.int8;
              one pg_catalog.text;
            BEGIN
              FOREACH one IN ARRAY statements LOOP
                EXECUTE one;
                GET DIAGNOSTICS affected = ROW_COUNT;
                counts := pg_catalog.array_append(counts, affected);
              END LOOP;
              IF kept THEN
                SET CONSTRAINTS ALL IMMEDIATE;
              END IF;
              RETURN counts;
            END $underpin$;
            ALTER FUNCTION pg_temp.underpin_confined(pg_catalog.text[], pg_catalog.bool) OWNER TO {0}""";

    private static final String QUERY = """
            CREATE FUNCTION pg_temp.underpin_confined(query pg_catalog.text)
            RETURNS SETOF pg_catalog.text[] LANGUAGE plpgsql SECURITY DEFINER AS $underpin$
            BEGIN
              RETURN QUERY EXECUTE query;
            END $underpin$;
            ALTER FUNCTION pg_temp.underpin_confined(pg_catalog.text) OWNER TO {0}""";

    /** What is no query, and has one column. */
    private static final String UTILITY = """
            CREATE FUNCTION pg_temp.underpin_confined(query pg_catalog.text)
            RETURNS SETOF pg_catalog.text[] LANGUAGE plpgsql SECURITY DEFINER AS $underpin$
            DECLARE
              line pg_catalog.text;
            BEGIN
              FOR line IN EXECUTE query LOOP
                RETURN NEXT ARRAY[line];
              END LOOP;
            END $underpin$;
            ALTER FUNCTION pg_temp.underpin_confined(pg_catalog.text) OWNER TO {0}""";

    /** Before version 18, deferred triggers and cursors are run at the commit by whoever commits. */
    private static final String WAITING = """
            SELECT pg_catalog.format('the trigger %I of %s is deferred', t.tgname, t.tgrelid::pg_catalog.regclass)
            FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = l.relation
            WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
              AND pg_catalog.current_setting('server_version_num')::int < 180000
              AND t.tgdeferrable AND t.tgenabled <> 'D'
              AND (NOT t.tgisinternal
                   OR t.tgfoid = 'pg_catalog.unique_key_recheck'::pg_catalog.regproc AND EXISTS (
                     SELECT FROM pg_catalog.pg_index AS i
                     WHERE i.indexrelid = t.tgconstrindid AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)))
            UNION ALL
            SELECT pg_catalog.format('the cursor %I outlives the transaction', c.name)
            FROM pg_catalog.pg_cursors AS c WHERE c.is_holdable
            """;

    private final Dialect dialect;

    public PostgresImpersonation(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql filtered() {
        return dialect.sql("SET LOCAL row_security = on");
    }

    /** As PostgREST and Supabase set a request up: all claims as one JSON text, and each by itself if its name can be a setting's. */
    @Override
    public List<Sql> claims(String role, Map<String, String> claims) {
        Map<String, String> all = new TreeMap<>(claims);
        all.putIfAbsent("role", role);
        List<Sql> set = new ArrayList<>();
        set.add(dialect.sql(
                "SELECT pg_catalog.set_config('request.jwt.claims',"
                        + " pg_catalog.jsonb_object(ARRAY[{0}]::text[], ARRAY[{1}]::text[])::text, true)",
                DSL.list(all.keySet().stream().map(DSL::inline).toList()),
                DSL.list(all.values().stream().map(DSL::inline).toList())));
        List<Sql> single = all.entrySet().stream()
                .filter(claim -> SETTING.matcher(claim.getKey()).matches())
                .map(claim -> dialect.sql(
                        "pg_catalog.set_config({0}, {1}, true)",
                        DSL.inline("request.jwt.claim." + claim.getKey()), DSL.inline(claim.getValue())))
                .toList();
        set.add(dialect.sql("SELECT {0}", Clauses.join(dialect, ", ", single)));
        return set;
    }

    @Override
    public Routine executes(String role) {
        return new Routine(
                owned(EXECUTE, role),
                "SELECT pg_temp.underpin_confined(?, ?)",
                "DROP FUNCTION pg_temp.underpin_confined(pg_catalog.text[], pg_catalog.bool)");
    }

    @Override
    public Routine queries(String role, String query) {
        return new Routine(
                owned(utility(query) ? UTILITY : QUERY, role),
                "SELECT w.r FROM pg_temp.underpin_confined(?) AS w(r)",
                "DROP FUNCTION pg_temp.underpin_confined(pg_catalog.text)");
    }

    private String owned(String function, String role) {
        return dialect.sql(function, DSL.quotedName(role)).text();
    }

    private static boolean utility(String query) {
        return query.startsWith("EXPLAIN");
    }

    /** A row of which all fields are NULL is not NULL itself. */
    @Override
    public String asText(String query, int columns) {
        return utility(query)
                ? query
                : "SELECT ARRAY["
                        + each(
                                columns,
                                "CASE WHEN pg_catalog.num_nulls(q.c%1$d) OPERATOR(pg_catalog.=) 0"
                                        + " THEN pg_catalog.format('%%s', q.c%1$d) END")
                        + "]::pg_catalog.text[] FROM (" + query + "\n) AS q(" + each(columns, "c%1$d") + ")";
    }

    private static String each(int columns, String template) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj(number -> template.formatted(number))
                .collect(Collectors.joining(", "));
    }

    /** No operator and no function is looked up: the search path is not known to be ours. */
    @Override
    public Sql settings() {
        return dialect.sql("SELECT name, setting, context FROM pg_catalog.pg_settings");
    }

    @Override
    public String restore() {
        return "SELECT pg_catalog.set_config(?, ?, true)";
    }

    @Override
    public Sql waiting() {
        return dialect.sql(WAITING);
    }
}
