package dev.underpin.partitioning;

import static dev.underpin.partitioning.Property.adapted;
import static dev.underpin.partitioning.Property.kept;
import static dev.underpin.partitioning.Property.refused;

import dev.underpin.partitioning.conversion.Codes;
import java.util.List;

/** Of the table itself and its columns. */
final class TableProperties {

    private static final String TABLE = "Table";
    private static final String RIGHTS = "Rights";
    private static final String COLUMNS = "Columns";
    private static final String SEQUENCES = "Sequences";
    private static final String ACL =
            "SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM pg_class, unnest(relacl) AS a WHERE oid = '{t}'::regclass";

    private static final String QUOTED = "\"Größte \"\"{t}\"\" Tabelle, die wir haben\"";

    private TableProperties() {}

    private static String column(String what, String name) {
        return "SELECT " + what + " FROM pg_attribute AS a WHERE attrelid = '{t}'::regclass AND attname = '" + name
                + "'";
    }

    private static String ofLeaves(String what) {
        return "SELECT string_agg(DISTINCT coalesce(" + what
                + ", 'none'), ' ') FROM pg_class AS c WHERE c.oid IN ({leaves})";
    }

    /** What an expression about pg_class makes of the table and of all that hold its rows. */
    private static String everywhere(String what) {
        return "SELECT string_agg(DISTINCT coalesce(" + what
                + ", 'none'), ' ') FROM pg_class AS c WHERE c.oid = '{t}'::regclass OR c.oid IN ({leaves})";
    }

    /** What an expression about pg_attribute makes of a column of the table and of all that hold its rows. */
    private static String columnEverywhere(String what, String name) {
        return everywhere(
                "(SELECT " + what + " FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = '" + name + "')");
    }

    /** The uniqueness and the keys of a relation's index that has the mark. */
    private static String marked(String mark) {
        return "(SELECT string_agg(x.indisunique || substring(pg_get_indexdef(x.indexrelid) FROM '\\(.*'), ' ') FROM pg_index AS x WHERE x.indrelid = c.oid AND x."
                + mark + ")";
    }

    /** Whether a relation's index that has the mark is its primary key. */
    private static String primary(String mark) {
        return "(SELECT string_agg(x.indisprimary::text, ' ') FROM pg_index AS x WHERE x.indrelid = c.oid AND x." + mark
                + ")";
    }

    private static String byPrimaryKey(String clause) {
        return "DO $$ BEGIN EXECUTE 'ALTER TABLE {t} " + clause
                + " ' || (SELECT x.indexrelid::regclass FROM pg_index AS x WHERE x.indrelid = '{t}'::regclass AND x.indisprimary); END $$";
    }

    static List<Property> all() {
        return List.of(
                kept(TABLE, "comment", "set on the partitioned table")
                        .setUp("COMMENT ON TABLE {t} IS 'it''s kept'")
                        .probe("SELECT obj_description('{t}'::regclass)"),
                adapted(TABLE, "storage parameters", "on every partition; a partitioned table has none")
                        .setUp("ALTER TABLE {t} SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)")
                        .probe(ofLeaves("ARRAY(SELECT unnest(reloptions) ORDER BY 1)::text")),
                adapted(TABLE, "storage parameters of the TOAST table", "on every partition's TOAST table")
                        .setUp("ALTER TABLE {t} SET (toast.autovacuum_enabled = false)")
                        .probe(ofLeaves(
                                "(SELECT o.reloptions::text FROM pg_class AS o WHERE o.oid = c.reltoastrelid)")),
                adapted(
                                TABLE,
                                "mark of CLUSTER",
                                "on the same index of every partition; the partitioned table cannot have it")
                        .setUp("CREATE INDEX {t}_clu ON {t} (room); ALTER TABLE {t} CLUSTER ON {t}_clu")
                        .notWithOthersOf("cluster")
                        .probe(ofLeaves(marked("indisclustered"))),
                adapted(
                                TABLE,
                                "mark of CLUSTER on the primary key",
                                "on the primary key of every partition; the partitioned table cannot have it")
                        .notWithOthersOf("cluster")
                        .setUp(byPrimaryKey("CLUSTER ON"))
                        .probe(ofLeaves(primary("indisclustered"))),
                kept(TABLE, "replica identity FULL", "on the table and every partition")
                        .notWithOthersOf("identity")
                        .setUp("ALTER TABLE {t} REPLICA IDENTITY FULL")
                        .probe(everywhere("relreplident::text")),
                kept(TABLE, "replica identity NOTHING", "on the table and every partition")
                        .notWithOthersOf("identity")
                        .setUp("ALTER TABLE {t} REPLICA IDENTITY NOTHING")
                        .probe(everywhere("relreplident::text")),
                kept(TABLE, "replica identity by an index", "by the same index of the table and every partition")
                        .notWithOthersOf("identity")
                        .setUp(
                                "CREATE UNIQUE INDEX {t}_ri ON {t} (at, id); ALTER TABLE {t} REPLICA IDENTITY USING INDEX {t}_ri")
                        .probe(everywhere("relreplident::text || ' ' || " + marked("indisreplident"))),
                adapted(
                                TABLE,
                                "replica identity by the primary key",
                                "by the wider one of the table and every partition")
                        .notWithOthersOf("identity")
                        .setUp(byPrimaryKey("REPLICA IDENTITY USING INDEX"))
                        .probe(everywhere("relreplident::text || ' ' || " + primary("indisreplident"))),
                refused(
                                TABLE,
                                "replica identity by an index that the partitioned table does not have",
                                Codes.IDENTITY_LOST.id(),
                                "{t}_lost",
                                "subscribers would get other keys; choose another identity first")
                        .setUp(
                                "CREATE UNIQUE INDEX {t}_lost ON {t} (id); ALTER TABLE {t} REPLICA IDENTITY USING INDEX {t}_lost"),
                refused(
                                TABLE,
                                "replica identity by an index that is gone",
                                Codes.IDENTITY_LOST.id(),
                                "{t}",
                                "its rows are not told apart; choose another identity first")
                        .setUp(
                                "CREATE UNIQUE INDEX {t}_gone ON {t} (id); ALTER TABLE {t} REPLICA IDENTITY USING INDEX {t}_gone; DROP INDEX {t}_gone"),
                kept(
                                TABLE,
                                "extended statistics, with target, comment and contents",
                                "created anew and collected before the cutover; the old ones come back")
                        .setUp(
                                "CREATE STATISTICS {t}_st (ndistinct, mcv) ON room, text FROM {t}; ALTER STATISTICS {t}_st SET STATISTICS 77; COMMENT ON STATISTICS {t}_st IS 'both'; ANALYZE {t}")
                        .probe(
                                "SELECT pg_get_statisticsobjdef(oid) || stxstattarget || obj_description(oid, 'pg_statistic_ext') || (SELECT bool_or(d.stxdndistinct IS NOT NULL AND d.stxdmcv IS NOT NULL) FROM pg_statistic_ext_data AS d WHERE d.stxoid = s.oid) FROM pg_statistic_ext AS s WHERE stxname = '{t}_st'"),
                kept(
                                TABLE,
                                "name with quotes, capitals and other letters, and a long one",
                                "names made from it are shortened to what the server keeps")
                        .base(Property.table("id int PRIMARY KEY").replace("{t}", QUOTED))
                        .called(QUOTED)
                        .inItsOwnDatabase()
                        .setUp("CREATE INDEX \"Äußerer Index über die Räume, mit einem langen Namen\" ON " + QUOTED
                                + " (room)")
                        .probe(
                                "SELECT string_agg(i.relname, ' ' ORDER BY i.relname) FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid WHERE x.indrelid = '"
                                        + QUOTED + "'::regclass"),
                kept(
                                TABLE,
                                "tablespaces, of the table and of its indexes",
                                "the same for the new table, its partitions and their indexes")
                        .since(15)
                        .inItsOwnDatabase(
                                "ALTER TABLE ALL IN TABLESPACE {space} SET TABLESPACE pg_default",
                                "ALTER INDEX ALL IN TABLESPACE {space} SET TABLESPACE pg_default",
                                "DROP TABLESPACE {space}")
                        .prelude("SET allow_in_place_tablespaces = on", "CREATE TABLESPACE {space} LOCATION ''")
                        .setUp(
                                "ALTER TABLE {t} SET TABLESPACE {space}; CREATE INDEX {t}_there ON {t} (room) TABLESPACE {space}; CREATE INDEX {t}_here ON {t} (text)")
                        .probe(
                                "SELECT string_agg(DISTINCT concat_ws(' ', c.relkind::text IN ('i', 'I'), substr(c.relname, length(c.relname) - 4) = 'there', s.spcname), ', ') FROM pg_class AS c LEFT JOIN pg_index AS x ON x.indexrelid = c.oid LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace WHERE c.oid = '{t}'::regclass OR c.oid IN ({leaves}) OR x.indrelid = '{t}'::regclass AND c.relname NOT LIKE '%_pkey'"),
                kept(RIGHTS, "owner", "of the table, its partitions and its sequences")
                        .notWithOthersOf("rights")
                        .setUp(
                                "GRANT CREATE ON SCHEMA public TO {owner}; ALTER TABLE {t} ADD s1 serial, ADD s2 int GENERATED BY DEFAULT AS IDENTITY; ALTER TABLE {t} OWNER TO {owner}")
                        .probe(
                                "SELECT string_agg(DISTINCT relowner::regrole::text, ' ') FROM pg_class WHERE oid = '{t}'::regclass OR oid IN ({leaves}) OR relname IN ('{t}_s1_seq', '{t}_s2_seq')"),
                kept(RIGHTS, "grants", "given in the cutover, not earlier")
                        .setUp("GRANT SELECT, INSERT ON {t} TO {reader}; GRANT SELECT ON {t} TO PUBLIC")
                        .probe(ACL),
                kept(RIGHTS, "grants with grant option", "given in the cutover, not earlier")
                        .setUp("GRANT UPDATE ON {t} TO {other} WITH GRANT OPTION")
                        .probe(ACL),
                kept(RIGHTS, "grants on columns", "given in the cutover, not earlier")
                        .setUp("GRANT SELECT (text), UPDATE (text) ON {t} TO {reader}")
                        .probe(column("attacl::text", "text")),
                kept(RIGHTS, "rights that the owner took from himself", "taken from him again")
                        .notWithOthersOf("rights")
                        .setUp("REVOKE TRUNCATE, TRIGGER ON {t} FROM CURRENT_USER")
                        .probe(ACL),
                adapted(
                                RIGHTS,
                                "grants by somebody who held a grant option",
                                "given by the owner; a rollback restores who gave them")
                        .notWithOthersOf("rights")
                        .setUp(
                                "GRANT DELETE ON {t} TO {other} WITH GRANT OPTION; SET ROLE {other}; GRANT DELETE ON {t} TO {reader}; RESET ROLE")
                        .probe(
                                "SELECT (grantor = relowner)::text FROM pg_class, aclexplode(relacl) WHERE oid = '{t}'::regclass AND grantee = '{reader}'::regrole")
                        .afterwards("true"),
                refused(
                                RIGHTS,
                                "rights on system columns",
                                Codes.SYSTEM_COLUMN_RIGHT.id(),
                                "ctid",
                                "what they say of one table's rows they do not say of another's")
                        .setUp("GRANT SELECT (ctid) ON {t} TO {reader}"),
                kept(COLUMNS, "order, with dropped columns between", "the new table has no holes")
                        .setUp(
                                "ALTER TABLE {t} ADD gone int; ALTER TABLE {t} ADD last int DEFAULT 3; ALTER TABLE {t} DROP gone")
                        .probe(
                                "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '{t}'::regclass AND attnum > 0 AND NOT attisdropped"),
                kept(COLUMNS, "type and collation", "copied")
                        .setUp(
                                "CREATE DOMAIN {t}_dom AS varchar(20) CHECK (VALUE <> ''); ALTER TABLE {t} ADD c1 {t}_dom COLLATE \"C\"")
                        .probe(columnEverywhere(
                                "format_type(atttypid, atttypmod) || attcollation::regcollation", "c1")),
                kept(COLUMNS, "default", "copied")
                        .setUp("ALTER TABLE {t} ADD c2 int DEFAULT 7 * 6")
                        .probe(
                                "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = '{t}'::regclass AND pg_get_expr(adbin, adrelid) LIKE '%7%'"),
                kept(COLUMNS, "NOT NULL", "copied")
                        .setUp("ALTER TABLE {t} ADD c3 int NOT NULL DEFAULT 1")
                        .probe(columnEverywhere("attnotnull::text", "c3")),
                kept(COLUMNS, "NOT NULL by a constraint of a name, with comment", "copied")
                        .since(18)
                        .setUp(
                                "ALTER TABLE {t} ADD c4 int DEFAULT 1 CONSTRAINT {t}_named NOT NULL; COMMENT ON CONSTRAINT {t}_named ON {t} IS 'named'")
                        .probe(
                                "SELECT pg_get_constraintdef(oid) || obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE conrelid = '{t}'::regclass AND conname = '{t}_named'"),
                kept(COLUMNS, "generated, stored", "computed anew for the partitions")
                        .setUp("ALTER TABLE {t} ADD c5 int GENERATED ALWAYS AS (id * 2) STORED")
                        .probe(
                                "SELECT sum(c5) || (SELECT attgenerated FROM pg_attribute WHERE attrelid = '{t}'::regclass AND attname = 'c5') FROM {t}"),
                kept(COLUMNS, "generated, virtual", "copied")
                        .since(18)
                        .setUp("ALTER TABLE {t} ADD c6 int GENERATED ALWAYS AS (id * 3) VIRTUAL")
                        .probe(
                                "SELECT sum(c6) || (SELECT attgenerated FROM pg_attribute WHERE attrelid = '{t}'::regclass AND attname = 'c6') FROM {t}"),
                kept(COLUMNS, "storage", "on the table and every partition")
                        .setUp("ALTER TABLE {t} ADD c7 text; ALTER TABLE {t} ALTER c7 SET STORAGE EXTERNAL")
                        .probe(columnEverywhere("attstorage::text", "c7")),
                kept(COLUMNS, "compression", "on the table and every partition")
                        .setUp("ALTER TABLE {t} ADD c8 text COMPRESSION pglz")
                        .probe(columnEverywhere("attcompression::text", "c8")),
                kept(COLUMNS, "statistics target", "on the table and every partition")
                        .setUp("ALTER TABLE {t} ALTER room SET STATISTICS 55")
                        .probe(columnEverywhere("attstattarget::text", "room")),
                kept(COLUMNS, "options", "on the table and every partition")
                        .setUp("ALTER TABLE {t} ALTER room SET (n_distinct = -0.5)")
                        .probe(columnEverywhere(
                                "(SELECT max(o) FROM unnest(attoptions) AS o WHERE o LIKE 'n_distinct%')", "room")),
                kept(COLUMNS, "comment", "copied")
                        .setUp("COMMENT ON COLUMN {t}.room IS 'where'")
                        .probe("SELECT col_description('{t}'::regclass, 3)"),
                kept(
                                SEQUENCES,
                                "identity, with options, rights and comment",
                                "a sequence of the same name goes on beyond where the old one stood: max_connections × CACHE numbers are left out, lest somebody who waits meanwhile gets one twice")
                        .base(Property.table("id int GENERATED ALWAYS AS IDENTITY (INCREMENT 5 CACHE 20) PRIMARY KEY"))
                        .setUp(
                                "GRANT USAGE ON SEQUENCE {t}_id_seq TO {reader}; COMMENT ON SEQUENCE {t}_id_seq IS 'numbers'")
                        .probe(
                                "SELECT concat_ws(' ', attidentity, seqincrement, seqcache, obj_description(seqrelid), has_sequence_privilege('{reader}', seqrelid, 'USAGE'), (SELECT last_value > 40 FROM {t}_id_seq)) FROM pg_attribute, pg_sequence WHERE attrelid = '{t}'::regclass AND attname = 'id' AND seqrelid = pg_get_serial_sequence('{t}', 'id')::regclass"),
                kept(
                                SEQUENCES,
                                "serial, with options, rights and comment",
                                "the sequence stays what it is and belongs to the new column")
                        .base(Property.table("id serial PRIMARY KEY"))
                        .setUp(
                                "ALTER SEQUENCE {t}_id_seq CACHE 20 INCREMENT 2; GRANT USAGE ON SEQUENCE {t}_id_seq TO {reader}; COMMENT ON SEQUENCE {t}_id_seq IS 'numbers'")
                        .probe(
                                "SELECT concat_ws(' ', seqrelid::bigint, seqcache, seqincrement, obj_description(seqrelid), has_sequence_privilege('{reader}', seqrelid, 'USAGE')) FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence('{t}', 'id')::regclass"),
                kept(SEQUENCES, "default from a sequence of nobody", "the default is copied")
                        .setUp("CREATE SEQUENCE {t}_free; ALTER TABLE {t} ADD c9 int DEFAULT nextval('{t}_free')")
                        .probe(
                                "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = '{t}'::regclass AND pg_get_expr(adbin, adrelid) LIKE '%_free%'"),
                refused(
                                SEQUENCES,
                                "identity sequence that something else uses",
                                Codes.SEQUENCE_USED.id(),
                                "{t}_id_seq",
                                "it would go on with the old sequence, and repeat numbers")
                        .base(Property.table("id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
                        .setUp("CREATE TABLE {t}_user (n int DEFAULT nextval('{t}_id_seq'))"));
    }
}
