package dev.underpin.partitioning;

import static dev.underpin.partitioning.Property.adapted;
import static dev.underpin.partitioning.Property.kept;
import static dev.underpin.partitioning.Property.refused;
import static dev.underpin.partitioning.Property.waivable;

import dev.underpin.partitioning.conversion.Codes;
import java.util.List;

/** Of constraints and indexes. */
final class KeyProperties {

    private static final String KEYS = "Keys";
    private static final String CONSTRAINTS = "Checks and foreign keys";
    private static final String INDEXES = "Indexes";

    private KeyProperties() {}

    private static String constraint(String name) {
        return "SELECT pg_get_constraintdef(oid) || convalidated || coalesce(obj_description(oid, 'pg_constraint'), '') FROM pg_constraint WHERE conrelid = '{t}'::regclass AND conname = '"
                + name + "'";
    }

    /** How an index looks, on the table and on all that hold rows. */
    private static String index(String name) {
        return "SELECT concat_ws(', ', replace(pg_get_indexdef(oid), 'ON ONLY ', 'ON '), obj_description(oid, 'pg_class'), ARRAY(SELECT coalesce(attstattarget, -1) FROM pg_attribute WHERE attrelid = '"
                + name + "'::regclass ORDER BY attnum), " + onEach(name) + ") FROM pg_class WHERE relname = '" + name
                + "'";
    }

    /** How an index, or the part of it there, looks on all that hold rows. */
    private static String onEach(String name) {
        return "(SELECT string_agg(DISTINCT coalesce((SELECT substring(pg_get_indexdef(x.indexrelid) FROM ' USING (.*)') || ' ' || ARRAY(SELECT coalesce(attstattarget, -1) FROM pg_attribute WHERE attrelid = x.indexrelid ORDER BY attnum)::text FROM pg_index AS x WHERE x.indrelid = h.oid AND (x.indexrelid = '"
                + name + "'::regclass OR x.indexrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = '" + name
                + "'::regclass))), 'none'), ' ') FROM pg_class AS h WHERE h.oid IN ({leaves}))";
    }

    private static String count(String name) {
        return "SELECT count(*)::text FROM pg_index WHERE indrelid = '{t}'::regclass AND indexrelid::regclass::text = '"
                + name + "'";
    }

    static List<Property> all() {
        return List.of(
                adapted(
                                KEYS,
                                "primary key",
                                "widened by the partition column, under its name; the old key stays unique where oldKey is guarded")
                        .notWithOthersOf("base")
                        .probe(constraint("{t}_pkey"))
                        .afterwards("PRIMARY KEY (id, at)true"),
                adapted(
                                KEYS,
                                "primary key with INCLUDE, storage parameters and comments",
                                "widened; columns that have become part of the key are no longer included")
                        .base(
                                "CREATE TABLE {t} (id int, text text, room int, at timestamptz NOT NULL, CONSTRAINT {t}_key PRIMARY KEY (id) INCLUDE (room, at) WITH (fillfactor = 80)); INSERT INTO {t} SELECT n, 'n' || n, n, now() FROM generate_series(1, 9) AS n; COMMENT ON CONSTRAINT {t}_key ON {t} IS 'key'; COMMENT ON INDEX {t}_key IS 'index'")
                        .probe(
                                "SELECT concat_ws(', ', pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint'), obj_description(conindid, 'pg_class'), "
                                        + onEach("{t}_key")
                                        + ") FROM pg_constraint WHERE conrelid = '{t}'::regclass AND conname = '{t}_key'")
                        .afterwards(
                                "PRIMARY KEY (id, at) INCLUDE (room), key, index, btree (id, at) INCLUDE (room) WITH (fillfactor='80') {-1,-1,-1}"),
                refused(KEYS, "no primary key", Codes.NO_PRIMARY_KEY.id(), "{t}", "its rows could not be told apart")
                        .base("CREATE TABLE {t} (id int, at timestamptz NOT NULL)"),
                refused(
                                KEYS,
                                "deferrable primary key",
                                Codes.DEFERRABLE_KEY.id(),
                                "{t}",
                                "ON CONFLICT, by which rows are brought up to date, cannot use it")
                        .base("CREATE TABLE {t} (id int PRIMARY KEY DEFERRABLE, at timestamptz NOT NULL)"),
                refused(
                                KEYS,
                                "primary key WITHOUT OVERLAPS",
                                Codes.TEMPORAL_KEY.id(),
                                "{t}",
                                "a wider key cannot keep it")
                        .since(18)
                        .base(
                                "CREATE TABLE {t} (a int4range, r daterange, at timestamptz NOT NULL, PRIMARY KEY (a, r WITHOUT OVERLAPS))"),
                kept(KEYS, "unique with the partition column, deferrable, with comment", "across all partitions")
                        .setUp(
                                "ALTER TABLE {t} ADD CONSTRAINT {t}_uni UNIQUE (room, at) DEFERRABLE INITIALLY DEFERRED; COMMENT ON CONSTRAINT {t}_uni ON {t} IS 'once'")
                        .inItsOwnDatabase()
                        .probe(constraint("{t}_uni")),
                kept(KEYS, "unique NULLS NOT DISTINCT", "across all partitions")
                        .since(15)
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_nnd UNIQUE NULLS NOT DISTINCT (text, at)")
                        .probe(constraint("{t}_nnd")),
                refused(
                                KEYS,
                                "deferrable unique or exclusion constraint that would be given up",
                                Codes.DEFERRED_GIVEN_UP.id(),
                                "{t}_dfo",
                                "ON CONFLICT, by which rows are brought up to date, cannot use it, nor beside it another")
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_dfo UNIQUE (text) DEFERRABLE"),
                waivable(
                                KEYS,
                                "unique without the partition column",
                                Codes.UNIQUE.id(),
                                "unique:{t}_one",
                                "no server enforces it across partitions; a rollback is refused while there are duplicates")
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_one UNIQUE (text)")
                        .probe(count("{t}_one"))
                        .afterwards("0"),
                waivable(
                                KEYS,
                                "unique expression or unique condition",
                                Codes.UNIQUE.id(),
                                "unique:{t}_low",
                                "no server enforces it across partitions")
                        .setUp("CREATE UNIQUE INDEX {t}_low ON {t} (lower(text)) WHERE room > 0")
                        .probe(count("{t}_low"))
                        .afterwards("0"),
                waivable(
                                KEYS,
                                "exclusion",
                                Codes.EXCLUSION.id(),
                                "exclusion:{t}_exc",
                                "no server enforces it across partitions")
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_exc EXCLUDE USING btree (text WITH =)")
                        .probe(count("{t}_exc"))
                        .afterwards("0"),
                kept(CONSTRAINTS, "check, with comment", "on the table and every partition")
                        .setUp(
                                "ALTER TABLE {t} ADD CONSTRAINT {t}_chk CHECK (room < 1000 OR text IS NULL); COMMENT ON CONSTRAINT {t}_chk ON {t} IS 'few'")
                        .probe(constraint("{t}_chk")),
                refused(
                                CONSTRAINTS,
                                "check NOT VALID",
                                Codes.UNPROVEN_CONSTRAINT.id(),
                                "{t}_nv",
                                "copying its rows would fail where they break it")
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_nv CHECK (id > 5) NOT VALID"),
                refused(
                                CONSTRAINTS,
                                "check NO INHERIT",
                                Codes.NO_INHERIT.id(),
                                "{t}_ni",
                                "a partitioned table holds no rows that it could check")
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_ni CHECK (id > 0) NO INHERIT"),
                refused(
                                CONSTRAINTS,
                                "check NOT ENFORCED",
                                Codes.NOT_ENFORCED.id(),
                                "{t}_ne",
                                "copying it would enforce it")
                        .since(18)
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_ne CHECK (id > 5) NOT ENFORCED"),
                refused(
                                CONSTRAINTS,
                                "NOT NULL that is NOT VALID",
                                Codes.UNPROVEN_CONSTRAINT.id(),
                                "{t}_nnv",
                                "copying its rows would fail where they break it")
                        .since(18)
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_nnv NOT NULL room NOT VALID"),
                refused(
                                CONSTRAINTS,
                                "NOT NULL NO INHERIT",
                                Codes.NO_INHERIT.id(),
                                "{t}_nni",
                                "a partitioned table holds no rows that it could check")
                        .since(18)
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_nni NOT NULL room NO INHERIT"),
                refused(
                                CONSTRAINTS,
                                "check of the row as a whole",
                                Codes.WHOLE_ROW.id(),
                                "{t}_row",
                                "it is bound to one table's row type")
                        .setUp("ALTER TABLE {t} ADD CONSTRAINT {t}_row CHECK ({t} IS DISTINCT FROM NULL)"),
                kept(
                                CONSTRAINTS,
                                "foreign key, with actions, deferrability and comment",
                                "moves in the cutover, enforced at once, proven afterwards")
                        .setUp(
                                "CREATE TABLE {t}_rooms (id int PRIMARY KEY); INSERT INTO {t}_rooms SELECT generate_series(1, 12); ALTER TABLE {t} ADD CONSTRAINT {t}_fk FOREIGN KEY (room) REFERENCES {t}_rooms ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED; COMMENT ON CONSTRAINT {t}_fk ON {t} IS 'room'")
                        .probe(constraint("{t}_fk")),
                kept(CONSTRAINTS, "foreign key that sets some columns NULL", "no server enforces it across partitions")
                        .since(15)
                        .setUp(
                                "CREATE TABLE {t}_pair (a int, b int, PRIMARY KEY (a, b)); ALTER TABLE {t} ADD p1 int, ADD p2 int, ADD CONSTRAINT {t}_fk2 FOREIGN KEY (p1, p2) REFERENCES {t}_pair ON DELETE SET NULL (p1)")
                        .probe(constraint("{t}_fk2")),
                refused(
                                CONSTRAINTS,
                                "foreign key NOT VALID",
                                Codes.UNPROVEN_CONSTRAINT.id(),
                                "{t}_fknv",
                                "it would be proven, or fail")
                        .setUp(
                                "ALTER TABLE {t} ADD CONSTRAINT {t}_fknv FOREIGN KEY (room) REFERENCES anything NOT VALID"),
                refused(
                                CONSTRAINTS,
                                "foreign key NOT ENFORCED",
                                Codes.NOT_ENFORCED.id(),
                                "{t}_fkne",
                                "it would be enforced")
                        .since(18)
                        .setUp(
                                "ALTER TABLE {t} ADD CONSTRAINT {t}_fkne FOREIGN KEY (room) REFERENCES anything NOT ENFORCED"),
                refused(
                                CONSTRAINTS,
                                "foreign key whose triggers are off",
                                Codes.FOREIGN_KEY_OFF.id(),
                                "{t}_fkoff",
                                "it would be enforced")
                        .setUp(
                                "ALTER TABLE {t} ADD c10 int, ADD CONSTRAINT {t}_fkoff FOREIGN KEY (c10) REFERENCES anything; ALTER TABLE {t} DISABLE TRIGGER ALL"),
                refused(
                                CONSTRAINTS,
                                "foreign key to itself",
                                Codes.INCOMING_FOREIGN_KEY.id(),
                                "{t}_self",
                                "there is no longer a unique key of these columns to refer to")
                        .setUp("ALTER TABLE {t} ADD parent int CONSTRAINT {t}_self REFERENCES {t}"),
                refused(
                                CONSTRAINTS,
                                "foreign key of another table",
                                Codes.INCOMING_FOREIGN_KEY.id(),
                                "{t}_incoming",
                                "there is no longer a unique key of these columns to refer to")
                        .setUp("CREATE TABLE {t}_reply (note int CONSTRAINT {t}_incoming REFERENCES {t})"),
                kept(
                                INDEXES,
                                "of several columns, with order, INCLUDE, storage parameters and comment",
                                "built on every partition, attached to one of the same name")
                        .setUp(
                                "CREATE INDEX {t}_ix1 ON {t} (room DESC NULLS LAST, at) INCLUDE (text) WITH (fillfactor = 60); COMMENT ON INDEX {t}_ix1 IS 'latest'")
                        .probe(index("{t}_ix1")),
                kept(
                                INDEXES,
                                "of an expression, with condition, collation, operator class and statistics target",
                                "built on every partition, attached to one of the same name")
                        .setUp(
                                "CREATE INDEX {t}_ix2 ON {t} (lower(text) COLLATE \"C\" text_pattern_ops) WHERE room IS NOT NULL; ALTER INDEX {t}_ix2 ALTER COLUMN 1 SET STATISTICS 44")
                        .probe(index("{t}_ix2")),
                kept(INDEXES, "of other methods", "built on every partition, attached to one of the same name")
                        .setUp(
                                "CREATE INDEX {t}_gin ON {t} USING gin (to_tsvector('simple', text)) WITH (fastupdate = off); CREATE INDEX {t}_brin ON {t} USING brin (at) WITH (pages_per_range = 8); CREATE INDEX {t}_hash ON {t} USING hash (room)")
                        .probe("SELECT concat_ws('; ', (" + index("{t}_gin") + "), (" + index("{t}_brin") + "), ("
                                + index("{t}_hash") + "))"),
                adapted(INDEXES, "invalid", "not built; a warning (E3039) names it")
                        .setUp(
                                "CREATE INDEX {t}_inv ON {t} (text); UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{t}_inv'::regclass")
                        .probe(count("{t}_inv"))
                        .afterwards("0"),
                refused(
                                INDEXES,
                                "of the row as a whole",
                                Codes.WHOLE_ROW.id(),
                                "{t}_rix",
                                "it is bound to one table's row type")
                        .setUp("CREATE INDEX {t}_rix ON {t} (({t} IS NULL))"),
                refused(
                                INDEXES,
                                "that goes with an extension",
                                Codes.EXTENSION_PART.id(),
                                "{t}_xix",
                                "the new index would not go with it")
                        .setUp("CREATE INDEX {t}_xix ON {t} (room); ALTER INDEX {t}_xix DEPENDS ON EXTENSION plpgsql"));
    }
}
