package dev.underpin.partitioning;

import static dev.underpin.partitioning.Property.accepted;
import static dev.underpin.partitioning.Property.kept;
import static dev.underpin.partitioning.Property.refused;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.spi.finding.CommonCodes;
import java.util.List;

/** Of what uses the table, and of what kind it is. */
final class DependentProperties {

    private static final String USERS = "What uses the table";
    private static final String KIND = "Kind of table";

    private DependentProperties() {}

    private static String view(String name) {
        return "SELECT concat_ws(' ', pg_get_viewdef(oid), reloptions, relacl, obj_description(oid), relowner::regrole) FROM pg_class WHERE relname = '"
                + name + "'";
    }

    static List<Property> all() {
        return List.of(
                kept(
                                USERS,
                                "view, with grants, comment, column default and its own trigger and rule",
                                "bound to the new table in the cutover")
                        .setUp(
                                "CREATE VIEW {t}_v1 AS SELECT id, text FROM {t} WHERE room > 0; GRANT SELECT ON {t}_v1 TO {reader}; COMMENT ON VIEW {t}_v1 IS 'v'; ALTER VIEW {t}_v1 ALTER text SET DEFAULT 'x'; CREATE OR REPLACE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER instead INSTEAD OF INSERT ON {t}_v1 FOR EACH ROW EXECUTE FUNCTION act(); CREATE RULE {t}_vr AS ON DELETE TO {t}_v1 DO INSTEAD NOTHING")
                        .probe(
                                "SELECT concat_ws(' ', pg_get_viewdef(oid), relacl, obj_description(oid), (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = c.oid), (SELECT pg_get_triggerdef(t.oid) FROM pg_trigger AS t WHERE tgrelid = c.oid), (SELECT pg_get_ruledef(r.oid) FROM pg_rewrite AS r WHERE ev_class = c.oid AND rulename <> '_RETURN')) FROM pg_class AS c WHERE relname = '{t}_v1'"),
                kept(USERS, "view with security_barrier", "the option is restated")
                        .setUp("CREATE VIEW {t}_v2 WITH (security_barrier) AS SELECT id FROM {t}")
                        .probe(view("{t}_v2")),
                kept(USERS, "view with security_invoker", "the option is restated")
                        .since(15)
                        .setUp(
                                "CREATE VIEW {t}_v3 WITH (security_invoker = true, security_barrier = false) AS SELECT id FROM {t}")
                        .probe(view("{t}_v3")),
                kept(USERS, "view with a check option", "the option is restated")
                        .setUp(
                                "CREATE VIEW {t}_v4 AS SELECT id, room FROM {t} WHERE room < 100 WITH CASCADED CHECK OPTION")
                        .probe(view("{t}_v4")),
                kept(USERS, "view of a view, in another schema", "the lower one is bound to the new table")
                        .setUp(
                                "CREATE VIEW {t}_v5 AS SELECT id, max(at) AS last FROM {t} GROUP BY id; CREATE SCHEMA {t}_s; CREATE VIEW {t}_s.v6 AS SELECT count(*) AS n FROM {t}_v5")
                        .probe("SELECT n::text FROM {t}_s.v6"),
                kept(USERS, "function that names the table in a text", "names are looked up when it runs")
                        .setUp(
                                "CREATE FUNCTION {t}_n() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.{t} WHERE at > ''2000-01-01''); END'")
                        .probe("SELECT {t}_n()::text"),
                accepted(
                                USERS,
                                "function that says ON CONFLICT with the old key",
                                Codes.STATEMENTS_FAIL.id(),
                                "on-conflict-old-key",
                                "it fails until it names the new key; other kinds of statements are listed on the step's page")
                        .setUp(
                                "CREATE FUNCTION {t}_up() RETURNS void LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.{t} (id, at) VALUES (1, now()) ON CONFLICT (id) DO NOTHING; END'")
                        .probe("SELECT prosrc FROM pg_proc WHERE proname = '{t}_up'"),
                refused(
                                USERS,
                                "view that needs the old key",
                                Codes.VIEW_NEEDS_KEY.id(),
                                "{t}_vk",
                                "it groups by the key and selects other columns, which the wider key does not allow")
                        .setUp("CREATE VIEW {t}_vk AS SELECT id, text FROM {t} GROUP BY id"),
                refused(
                                USERS,
                                "view of whole rows",
                                Codes.ROW_TYPE.id(),
                                "{t}_vw",
                                "it is bound to one table's row type")
                        .setUp("CREATE VIEW {t}_vw AS SELECT x AS whole FROM {t} AS x"),
                refused(
                                USERS,
                                "materialized view",
                                Codes.MATERIALIZED_VIEW.id(),
                                "{t}_mv",
                                "it is bound to the old table, and would have to be filled anew")
                        .setUp("CREATE MATERIALIZED VIEW {t}_mv AS SELECT count(*) FROM {t}"),
                refused(
                                USERS,
                                "computed column: function of its rows",
                                Codes.ROW_TYPE.id(),
                                "{t}_cc",
                                "it is bound to one table's row type")
                        .setUp("CREATE FUNCTION {t}_cc({t}) RETURNS text LANGUAGE sql AS 'SELECT $1.text'"),
                refused(
                                USERS,
                                "function that returns its rows",
                                Codes.ROW_TYPE.id(),
                                "{t}_so",
                                "it is bound to one table's row type")
                        .setUp("CREATE FUNCTION {t}_so() RETURNS SETOF {t} LANGUAGE sql AS 'SELECT * FROM {t}'"),
                refused(
                                USERS,
                                "column, domain or array of its row type",
                                Codes.ROW_TYPE.id(),
                                "{t}_holder",
                                "it is bound to one table's row type")
                        .setUp("CREATE TABLE {t}_holder (one {t}, many {t}[])"),
                refused(
                                USERS,
                                "function with a parsed body",
                                Codes.FUNCTION_BODY.id(),
                                "{t}_body",
                                "it is bound to the old table")
                        .setUp(
                                "CREATE FUNCTION {t}_body() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM {t})"),
                refused(
                                USERS,
                                "policy of another table",
                                Codes.OTHER_DEPENDENT.id(),
                                "{t}_pol",
                                "it is bound to the old table")
                        .setUp(
                                "CREATE TABLE {t}_guarded (id int); CREATE POLICY {t}_pol ON {t}_guarded USING (id IN (SELECT id FROM {t}))"),
                refused(
                                USERS,
                                "rule of another table",
                                Codes.OTHER_DEPENDENT.id(),
                                "{t}_rul",
                                "it is bound to the old table")
                        .setUp(
                                "CREATE TABLE {t}_ruled (id int); CREATE RULE {t}_rul AS ON DELETE TO {t}_ruled DO ALSO DELETE FROM {t} WHERE id = OLD.id"),
                refused(
                                USERS,
                                "rule of a view that writes to the table",
                                Codes.OTHER_DEPENDENT.id(),
                                "{t}_vwr",
                                "it would go on writing to the old table")
                        .setUp(
                                "CREATE VIEW {t}_face AS SELECT id, at FROM {t}; CREATE RULE {t}_vwr AS ON INSERT TO {t}_face DO INSTEAD INSERT INTO {t} (id, at) VALUES (NEW.id, NEW.at)"),
                refused(
                                USERS,
                                "default that holds the table's identity",
                                Codes.OTHER_DEPENDENT.id(),
                                "{t}_log",
                                "it would go on naming the old table")
                        .setUp("CREATE TABLE {t}_log (of regclass DEFAULT '{t}'::regclass)"),
                refused(
                                KIND,
                                "view or foreign table",
                                CommonCodes.OTHER_KIND.id(),
                                "{t}",
                                "there are no rows to convert")
                        .base(
                                "CREATE FOREIGN DATA WRAPPER {t}_w; CREATE SERVER {t}_srv FOREIGN DATA WRAPPER {t}_w; CREATE FOREIGN TABLE {t} (id int, at timestamptz) SERVER {t}_srv"),
                refused(KIND, "partitioned table", Codes.ALREADY_PARTITIONED.id(), "{t}", "it is one already")
                        .base(
                                "CREATE TABLE {t} (id int, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)"),
                refused(KIND, "partition", Codes.IS_PARTITION.id(), "{t}_p", "convert the whole")
                        .base(
                                "CREATE TABLE {t}_p (id int, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE {t} PARTITION OF {t}_p DEFAULT"),
                refused(KIND, "table that inherits", Codes.INHERITANCE.id(), "{t}_parent", "a partitioned table cannot")
                        .base(
                                "CREATE TABLE {t}_parent (id int); CREATE TABLE {t} (at timestamptz NOT NULL, PRIMARY KEY (id)) INHERITS ({t}_parent)"),
                refused(
                                KIND,
                                "table that is inherited",
                                Codes.INHERITANCE.id(),
                                "{t}_heir",
                                "a partitioned table cannot be")
                        .setUp("CREATE TABLE {t}_heir () INHERITS ({t})"),
                refused(KIND, "typed table", Codes.TYPED.id(), "{t}_type", "a copy would lose its type")
                        .base(
                                "CREATE TYPE {t}_type AS (id int, at timestamptz); CREATE TABLE {t} OF {t}_type (PRIMARY KEY (id))"),
                refused(KIND, "unlogged table", Codes.NOT_PERMANENT.id(), "{t}", "partitioned tables are logged")
                        .setUp("ALTER TABLE {t} SET UNLOGGED"),
                refused(
                                KIND,
                                "table of an extension",
                                Codes.OF_EXTENSION.id(),
                                "plpgsql",
                                "its definition is the extension's")
                        .setUp("ALTER EXTENSION plpgsql ADD TABLE {t}")
                        .inItsOwnDatabase(),
                refused(KIND, "other access method", Codes.ACCESS_METHOD.id(), "{t}_am", "partitions would be heaps")
                        .base(
                                "CREATE ACCESS METHOD {t}_am TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE {t} (id int PRIMARY KEY, at timestamptz NOT NULL) USING {t}_am"));
    }
}
