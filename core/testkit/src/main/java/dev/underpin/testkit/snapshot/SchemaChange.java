package dev.underpin.testkit.snapshot;

import java.util.stream.Stream;

/**
 * One small alteration of the rich schema.
 *
 * @param onMajor the first major that has it
 */
record SchemaChange(String ddl, int onMajor) {

    SchemaChange(String ddl) {
        this(ddl, 14);
    }

    static Stream<SchemaChange> all() {
        return Stream.of(
                        ofColumns(),
                        ofTables(),
                        ofConstraintsAndIndexes(),
                        ofRulesOfAccess(),
                        ofOtherObjects(),
                        ofComments(),
                        ofLaterMajors())
                .flatMap(changes -> changes);
    }

    private static Stream<SchemaChange> ofColumns() {
        return changes(
                "ALTER TABLE app.\"Order\" ADD COLUMN extra int",
                "ALTER TABLE app.\"Order\" DROP COLUMN mood",
                "ALTER TABLE app.\"Order\" DROP COLUMN note CASCADE; ALTER TABLE app.\"Order\" ADD COLUMN note text COLLATE \"C\"",
                "ALTER TABLE app.\"Order\" RENAME COLUMN note TO remark",
                "ALTER TABLE app.\"Order\" ALTER COLUMN mood TYPE text",
                "ALTER TABLE app.\"Order\" ALTER COLUMN weight TYPE numeric(12, 2)",
                "ALTER TABLE app.\"Order\" ALTER COLUMN note TYPE text COLLATE \"POSIX\"",
                "ALTER TABLE app.\"Order\" ALTER COLUMN mood SET NOT NULL",
                "ALTER TABLE app.\"Order\" ALTER COLUMN mood SET DEFAULT 'ok'",
                "ALTER TABLE app.\"Order\" ALTER COLUMN placed_at DROP DEFAULT",
                "ALTER TABLE app.\"Order\" ALTER COLUMN id SET GENERATED ALWAYS",
                "ALTER TABLE app.\"Order\" ALTER COLUMN id DROP IDENTITY",
                "ALTER TABLE app.\"Order\" ALTER COLUMN doubled DROP EXPRESSION",
                "ALTER TABLE app.\"Order\" ALTER COLUMN note SET STORAGE EXTERNAL",
                "ALTER TABLE app.\"Order\" ALTER COLUMN note SET COMPRESSION pglz",
                "ALTER TABLE app.\"Order\" ALTER COLUMN note SET STATISTICS 500",
                "ALTER TABLE app.\"Order\" ALTER COLUMN note SET (n_distinct = 7)");
    }

    private static Stream<SchemaChange> ofTables() {
        return changes(
                "CREATE TABLE app.another (id int)",
                "CREATE SCHEMA other",
                "ALTER TABLE app.\"Order\" RENAME TO orders",
                "ALTER TABLE app.\"Order\" SET SCHEMA public",
                "ALTER TABLE app.\"Order\" OWNER TO pg_monitor",
                "ALTER TABLE app.\"Order\" SET (fillfactor = 80)",
                "ALTER TABLE app.\"Order\" SET (toast.autovacuum_enabled = false)",
                "ALTER TABLE app.parent SET UNLOGGED",
                "ALTER TABLE app.\"Order\" REPLICA IDENTITY FULL",
                "ALTER TABLE app.child NO INHERIT app.parent",
                "ALTER TABLE app.event DETACH PARTITION app.event_2025",
                "ALTER TABLE app.event DETACH PARTITION app.event_2025;"
                        + " ALTER TABLE app.event ATTACH PARTITION app.event_2025 FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2027-01-01 00:00+00')",
                "ALTER TABLE app.event_2024 ALTER COLUMN kind SET DEFAULT 'y'",
                "ALTER SEQUENCE app.ticket INCREMENT 7",
                "ALTER SEQUENCE app.ticket OWNED BY app.customer.id",
                "ALTER SEQUENCE app.\"Order_serial_no_seq\" CACHE 50",
                "ALTER SEQUENCE app.\"Order_id_seq\" RENAME TO renamed_seq");
    }

    private static Stream<SchemaChange> ofConstraintsAndIndexes() {
        return changes(
                "ALTER TABLE app.\"Order\" DROP CONSTRAINT \"Order_amount_check\"",
                "ALTER TABLE app.\"Order\" VALIDATE CONSTRAINT note_short",
                "ALTER TABLE app.\"Order\" RENAME CONSTRAINT note_short TO note_brief",
                "ALTER TABLE app.\"Order\" ALTER CONSTRAINT \"Order_customer_id_fkey\" DEFERRABLE INITIALLY DEFERRED",
                "ALTER TABLE app.\"Order\" DROP CONSTRAINT \"Order_customer_id_fkey\";"
                        + " ALTER TABLE app.\"Order\" ADD CONSTRAINT \"Order_customer_id_fkey\" FOREIGN KEY (customer_id) REFERENCES app.customer ON DELETE CASCADE",
                "ALTER DOMAIN app.positive DROP CONSTRAINT is_positive",
                "DROP INDEX app.order_note",
                "ALTER INDEX app.order_note RENAME TO order_note_lower",
                "ALTER INDEX app.order_customer SET (fillfactor = 70)",
                "ALTER INDEX app.order_note ALTER COLUMN 1 SET STATISTICS 400",
                "CREATE INDEX order_partial ON app.\"Order\" (id) WHERE amount > 5",
                "ALTER TABLE app.\"Order\" CLUSTER ON order_customer",
                "ALTER TABLE app.\"Order\" ALTER COLUMN serial_no SET NOT NULL; ALTER TABLE app.\"Order\" REPLICA IDENTITY USING INDEX order_serial",
                "CREATE INDEX event_at ON ONLY app.event (at)");
    }

    private static Stream<SchemaChange> ofRulesOfAccess() {
        return changes(
                "GRANT INSERT ON app.\"Order\" TO pg_monitor",
                "GRANT SELECT ON app.\"Order\" TO pg_monitor WITH GRANT OPTION",
                "REVOKE SELECT ON app.\"Order\" FROM pg_monitor",
                "GRANT UPDATE (note) ON app.\"Order\" TO pg_monitor",
                "GRANT USAGE ON SCHEMA app TO pg_monitor",
                "GRANT USAGE ON SEQUENCE app.ticket TO pg_monitor",
                "REVOKE EXECUTE ON FUNCTION app.double(int) FROM PUBLIC",
                "REVOKE USAGE ON TYPE app.mood FROM PUBLIC",
                "GRANT SELECT ON pg_catalog.pg_authid TO pg_monitor",
                "GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO PUBLIC",
                "GRANT SELECT (rolname) ON pg_catalog.pg_authid TO pg_monitor",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT ON TABLES TO pg_monitor",
                "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO pg_monitor",
                "ALTER TABLE app.\"Order\" ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE app.\"Order\" FORCE ROW LEVEL SECURITY",
                "DROP POLICY own ON app.\"Order\"",
                "ALTER POLICY own ON app.\"Order\" USING (amount > 1)",
                "ALTER POLICY own ON app.\"Order\" TO pg_monitor, pg_read_all_data",
                "ALTER POLICY own ON app.\"Order\" RENAME TO others",
                "DROP POLICY own ON app.\"Order\"; CREATE POLICY own ON app.\"Order\" AS RESTRICTIVE FOR SELECT TO pg_monitor USING (amount > 0)");
    }

    private static Stream<SchemaChange> ofOtherObjects() {
        return changes(
                "DROP TRIGGER touch ON app.\"Order\"",
                "ALTER TABLE app.\"Order\" DISABLE TRIGGER touch",
                "ALTER TABLE app.\"Order\" ENABLE ALWAYS TRIGGER touch",
                "ALTER TABLE app.\"Order\" DISABLE TRIGGER ALL",
                "CREATE TRIGGER twice BEFORE INSERT ON app.event FOR EACH ROW EXECUTE FUNCTION app.touch()",
                "ALTER TABLE app.\"Order\" DISABLE RULE keep",
                "DROP RULE keep ON app.\"Order\"",
                "CREATE OR REPLACE FUNCTION app.double(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN n + n",
                "ALTER FUNCTION app.double(int) SECURITY DEFINER",
                "ALTER FUNCTION app.touch() SET search_path = app",
                "ALTER FUNCTION app.double(int) PARALLEL SAFE",
                "ALTER FUNCTION app.double(int) DEPENDS ON EXTENSION pg_trgm",
                "CREATE OR REPLACE AGGREGATE app.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')",
                "CREATE OR REPLACE VIEW app.big_orders WITH (security_barrier = true) AS SELECT id, amount FROM app.\"Order\" WHERE amount > 11",
                "ALTER VIEW app.big_orders RESET (security_barrier)",
                "ALTER VIEW app.big_orders ALTER COLUMN amount SET DEFAULT 1",
                "ALTER MATERIALIZED VIEW app.per_customer RENAME COLUMN orders TO number",
                "CREATE INDEX ON app.per_customer (customer_id)",
                "ALTER TYPE app.mood ADD VALUE 'elated' AFTER 'ok'",
                "ALTER TYPE app.pair ADD ATTRIBUTE z int",
                "ALTER STATISTICS app.order_stats SET STATISTICS 50",
                "DROP STATISTICS app.order_stats",
                "ALTER PUBLICATION orders ADD TABLE app.customer",
                "ALTER PUBLICATION orders SET (publish = 'insert')",
                "ALTER EVENT TRIGGER watch ENABLE REPLICA",
                "DROP EXTENSION pg_trgm",
                "CREATE EXTENSION unaccent",
                "CREATE OPERATOR app.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
                "CREATE TEXT SEARCH CONFIGURATION app.simple_english (COPY = english)",
                "CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER far FOREIGN DATA WRAPPER nowhere;"
                        + " CREATE FOREIGN TABLE app.far_away (id int) SERVER far",
                "CREATE COLLATION app.posix (LOCALE = 'POSIX')",
                "CREATE CAST (app.pair AS text) WITH INOUT");
    }

    private static Stream<SchemaChange> ofComments() {
        return changes(
                "COMMENT ON TABLE app.\"Order\" IS 'Other orders.'",
                "COMMENT ON COLUMN app.\"Order\".note IS NULL",
                "COMMENT ON INDEX app.order_note IS 'An index.'",
                "COMMENT ON CONSTRAINT note_short ON app.\"Order\" IS 'A constraint.'",
                "COMMENT ON CONSTRAINT is_positive ON DOMAIN app.positive IS 'A constraint.'",
                "COMMENT ON TRIGGER touch ON app.\"Order\" IS 'A trigger.'",
                "COMMENT ON RULE keep ON app.\"Order\" IS 'A rule.'",
                "COMMENT ON POLICY own ON app.\"Order\" IS 'A policy.'",
                "COMMENT ON FUNCTION app.double(int) IS 'A function.'",
                "COMMENT ON SCHEMA app IS 'A schema.'",
                "COMMENT ON STATISTICS app.order_stats IS 'Statistics.'",
                "COMMENT ON VIEW app.big_orders IS 'A view.'");
    }

    private static Stream<SchemaChange> ofLaterMajors() {
        return Stream.of(
                new SchemaChange("ALTER PUBLICATION orders SET TABLE app.\"Order\" (id, amount)", 15),
                new SchemaChange("ALTER PUBLICATION orders SET TABLE app.\"Order\" WHERE (id > 3)", 15),
                new SchemaChange("ALTER PUBLICATION orders ADD TABLES IN SCHEMA app", 15),
                new SchemaChange("ALTER VIEW app.big_orders SET (security_invoker = true)", 15),
                new SchemaChange(
                        "CREATE UNIQUE INDEX without_nulls ON app.\"Order\" (customer_id, id) NULLS NOT DISTINCT", 15),
                new SchemaChange("ALTER TABLE app.customer RENAME CONSTRAINT customer_name_not_null TO has_name", 18),
                new SchemaChange(
                        "ALTER TABLE app.\"Order\" ALTER CONSTRAINT \"Order_customer_id_fkey\" NOT ENFORCED", 18));
    }

    private static Stream<SchemaChange> changes(String... ddl) {
        return Stream.of(ddl).map(SchemaChange::new);
    }

    @Override
    public String toString() {
        return ddl;
    }
}
