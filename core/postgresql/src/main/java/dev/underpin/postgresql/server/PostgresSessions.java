package dev.underpin.postgresql.server;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.SessionStatements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's settings of a session. */
public class PostgresSessions implements SessionStatements {

    private static final Map<String, String> SETTINGS = allSettings();

    /** Temporary objects come last only where they are named: by default they come first, and hide what the author meant. */
    private static final String TEMPORARY = "pg_temp";

    /** A path without any schema, as SET writes it. */
    private static final String NOTHING = "\"\"";

    /** The tool's own processes are known by it. */
    static final String APPLICATION = "underpin ";

    private final Dialect dialect;

    public PostgresSessions(Dialect dialect) {
        this.dialect = dialect;
    }

    private static Map<String, String> allSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        textsAreOurs(settings);
        statementsMeanTheSame(settings);
        objectsGoWhereTheyBelong(settings);
        nothingEndsTheSession(settings);
        return Collections.unmodifiableMap(settings);
    }

    private static void textsAreOurs(Map<String, String> settings) {
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("extra_float_digits", "3");
        settings.put("bytea_output", "hex");
        settings.put("xmlbinary", "base64");
        settings.put("xmloption", "content");
        settings.put("quote_all_identifiers", "off");
        settings.put("lc_messages", "C");
        settings.put("client_min_messages", "warning");
    }

    private static void statementsMeanTheSame(Map<String, String> settings) {
        settings.put("standard_conforming_strings", "on");
        settings.put("backslash_quote", "safe_encoding");
        settings.put("array_nulls", "on");
        settings.put("transform_null_equals", "off");
        settings.put("gin_fuzzy_search_limit", "0");
        settings.put("restrict_nonsystem_relation_kind", "");
        settings.put("session_replication_role", "origin");
        settings.put("row_security", "off");
        settings.put("check_function_bodies", "on");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("default_transaction_read_only", "off");
        settings.put("default_transaction_deferrable", "off");
        // Compiling a catalog query takes seconds that others would spend behind our locks.
        settings.put("jit", "off");
    }

    private static void objectsGoWhereTheyBelong(Map<String, String> settings) {
        settings.put("default_tablespace", "");
        settings.put("default_table_access_method", "heap");
    }

    private static void nothingEndsTheSession(Map<String, String> settings) {
        settings.put("statement_timeout", "0");
        settings.put("lock_timeout", "0");
        settings.put("transaction_timeout", "0");
        settings.put("idle_in_transaction_session_timeout", "0");
        settings.put("idle_session_timeout", "0");
    }

    @Override
    public Sql ownNamesOnly() {
        return dialect.sql("SET search_path = ''");
    }

    @Override
    public Map<String, String> settings() {
        return SETTINGS;
    }

    /** What the server's version lacks, or the role may not change, stays as it is. */
    @Override
    public Sql settable(Set<String> names) {
        return dialect.sql("""
                SELECT s.name FROM pg_catalog.pg_settings AS s
                WHERE s.name OPERATOR(pg_catalog.=) ANY (ARRAY[{0}]::pg_catalog.text[])
                  AND (s.context OPERATOR(pg_catalog.=) 'user'
                       OR (s.context OPERATOR(pg_catalog.=) 'superuser'
                           AND pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on'))
                """, DSL.list(names.stream().map(DSL::inline).toList()));
    }

    /** Not every platform has it. */
    @Override
    public Optional<Setting> noticesItsClient() {
        return Optional.of(new Setting("client_connection_check_interval", "1s"));
    }

    @Override
    public Sql set(Setting setting) {
        return dialect.sql("SET {0} = {1}", DSL.keyword(setting.name()), DSL.inline(setting.value()));
    }

    @Override
    public String pin(Map<String, String> settings, String purpose, boolean readOnly) {
        Map<String, String> pins = new LinkedHashMap<>(settings);
        pins.put("search_path", NOTHING);
        pins.put("application_name", APPLICATION + purpose);
        if (readOnly) {
            pins.put("default_transaction_read_only", "on");
        }
        List<QueryPart> sets = new ArrayList<>();
        pins.forEach((name, value) ->
                sets.add(DSL.sql("pg_catalog.set_config({0}, {1}, false)", DSL.inline(name), DSL.inline(value))));
        return "RESET ALL; " + dialect.sql("SELECT {0}", DSL.list(sets)).text();
    }

    @Override
    public Sql self() {
        return dialect.sql("""
                SELECT a.pid, extract(epoch FROM a.backend_start)::pg_catalog.text, CURRENT_USER::pg_catalog.text
                FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) AS a
                """);
    }

    @Override
    public Sql process() {
        return dialect.sql("SELECT pg_catalog.pg_backend_pid()");
    }

    @Override
    public Sql searchPath(List<String> schemas, boolean temporaryFirst, Scope scope) {
        String set = scope == Scope.SESSION ? "SET search_path TO {0}" : "SET LOCAL search_path TO {0}";
        return schemas.isEmpty() && !temporaryFirst
                ? dialect.sql(set, DSL.inline(""))
                : dialect.sql(
                        set,
                        DSL.list((temporaryFirst
                                        ? Stream.concat(Stream.of(TEMPORARY), schemas.stream())
                                        : Stream.concat(schemas.stream(), Stream.of(TEMPORARY)))
                                .map(DSL::quotedName)
                                .toList()));
    }

    @Override
    public Sql forbidWrites() {
        return dialect.sql("SET LOCAL transaction_read_only = on");
    }

    @Override
    public Sql allowWrites() {
        return dialect.sql("SET TRANSACTION READ WRITE");
    }

    @Override
    public Sql forgetPlans() {
        return dialect.sql("DEALLOCATE ALL");
    }

    @Override
    public Sql forget() {
        return dialect.sql("DISCARD ALL");
    }
}
