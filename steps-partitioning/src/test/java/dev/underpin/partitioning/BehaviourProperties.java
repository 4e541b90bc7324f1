package dev.underpin.partitioning;

import static dev.underpin.partitioning.Property.kept;
import static dev.underpin.partitioning.Property.refused;
import static dev.underpin.partitioning.Property.waivable;

import dev.underpin.partitioning.conversion.Codes;
import java.util.List;

/** Of what acts when the table is read, written or changed. */
final class BehaviourProperties {

    private static final String TRIGGERS = "Triggers and rules";
    private static final String SECURITY = "Row security and labels";
    private static final String PUBLICATIONS = "Publications and subscriptions";

    private static final String FUNCTION =
            "CREATE OR REPLACE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; ";

    private BehaviourProperties() {}

    private static String triggers(String like) {
        return "SELECT string_agg(concat_ws(' ', tgenabled, pg_get_triggerdef(oid), obj_description(oid, 'pg_trigger')), ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = '{t}'::regclass AND tgname LIKE '"
                + like + "'";
    }

    private static String policies() {
        return "SELECT string_agg(concat_ws(' ', polname, polcmd, polpermissive, ARRAY(SELECT r::regrole::text FROM unnest(polroles) AS r ORDER BY 1), pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), obj_description(oid, 'pg_policy')), ' ' ORDER BY polname) FROM pg_policy WHERE polrelid = '{t}'::regclass";
    }

    static List<Property> all() {
        return List.of(
                kept(
                                TRIGGERS,
                                "of rows: BEFORE and AFTER, columns, condition, arguments, comment",
                                "created in the cutover; copies and replays fire none")
                        .setUp(
                                FUNCTION
                                        + "CREATE TRIGGER {t}_r1 BEFORE INSERT OR UPDATE OF text ON {t} FOR EACH ROW WHEN (NEW.text IS NOT NULL) EXECUTE FUNCTION act('a', 'b'); CREATE TRIGGER {t}_r2 AFTER DELETE ON {t} FOR EACH ROW EXECUTE FUNCTION act(); COMMENT ON TRIGGER {t}_r2 ON {t} IS 'gone'")
                        .probe(triggers("{t}_r%")),
                kept(TRIGGERS, "of statements, with transition tables", "created in the cutover")
                        .setUp(
                                FUNCTION
                                        + "CREATE TRIGGER {t}_s1 AFTER INSERT ON {t} REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION act()")
                        .probe(triggers("{t}_s%")),
                kept(TRIGGERS, "deferred constraint trigger", "created in the cutover")
                        .setUp(
                                FUNCTION
                                        + "CREATE CONSTRAINT TRIGGER {t}_c1 AFTER INSERT ON {t} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION act()")
                        .probe(triggers("{t}_c1")),
                kept(TRIGGERS, "when they fire: origin, disabled, replica, always", "on the table and every partition")
                        .setUp(
                                FUNCTION
                                        + "CREATE TRIGGER {t}_o AFTER UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION act(); CREATE TRIGGER {t}_d AFTER UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION act(); CREATE TRIGGER {t}_p AFTER UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION act(); CREATE TRIGGER {t}_a AFTER UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION act(); ALTER TABLE {t} DISABLE TRIGGER {t}_d; ALTER TABLE {t} ENABLE REPLICA TRIGGER {t}_p; ALTER TABLE {t} ENABLE ALWAYS TRIGGER {t}_a")
                        .probe(
                                "SELECT string_agg(DISTINCT concat_ws(' ', tgname, tgenabled), ' ') FROM pg_trigger WHERE (tgrelid = '{t}'::regclass OR tgrelid IN ({leaves})) AND tgname IN ('{t}_o', '{t}_d', '{t}_p', '{t}_a')"),
                refused(
                                TRIGGERS,
                                "of rows, with transition tables",
                                Codes.TRANSITION_TABLES.id(),
                                "{t}_tt",
                                "partitioned tables do not have them")
                        .setUp(
                                FUNCTION
                                        + "CREATE TRIGGER {t}_tt AFTER UPDATE ON {t} REFERENCING OLD TABLE AS o FOR EACH ROW EXECUTE FUNCTION act()"),
                refused(
                                TRIGGERS,
                                "that goes with an extension",
                                Codes.EXTENSION_PART.id(),
                                "{t}_xt",
                                "the new trigger would not go with it")
                        .setUp(
                                FUNCTION
                                        + "CREATE TRIGGER {t}_xt AFTER UPDATE ON {t} FOR EACH ROW EXECUTE FUNCTION act(); ALTER TRIGGER {t}_xt ON {t} DEPENDS ON EXTENSION plpgsql"),
                refused(
                                TRIGGERS,
                                "rule",
                                Codes.RULE.id(),
                                "{t}_rule",
                                "it rewrites the statements that replay changes, too")
                        .setUp("CREATE RULE {t}_rule AS ON DELETE TO {t} DO ALSO SELECT 1"),
                waivable(
                                TRIGGERS,
                                "event trigger",
                                Codes.EVENT_TRIGGER.id(),
                                "event-trigger:watch",
                                "it fires for the conversion's statements too; look at what it does")
                        .inItsOwnDatabase()
                        .setUp(
                                "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch()")
                        .probe("SELECT evtenabled::text FROM pg_event_trigger WHERE evtname = 'watch'"),
                kept(
                                SECURITY,
                                "policies, with commands, roles, kinds and comments",
                                "created in the cutover; partitions have none")
                        .setUp(
                                "CREATE POLICY {t}_one ON {t} FOR SELECT TO {reader}, {other} USING (room = 1); CREATE POLICY {t}_two ON {t} AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (text <> ''); COMMENT ON POLICY {t}_two ON {t} IS 'two'")
                        .probe(policies()),
                kept(SECURITY, "policy that reads its own table", "created in the cutover, and reads the new one")
                        .setUp("CREATE POLICY own ON {t} USING (room IN (SELECT x.room FROM {t} AS x))")
                        .probe(policies()),
                kept(
                                SECURITY,
                                "row security enabled",
                                "enabled from the first moment, on partitions too, which have no policies")
                        .notWithOthersOf("security")
                        .setUp("ALTER TABLE {t} ENABLE ROW LEVEL SECURITY")
                        .probe(
                                "SELECT relrowsecurity || ' ' || relforcerowsecurity FROM pg_class WHERE oid = '{t}'::regclass"),
                kept(
                                SECURITY,
                                "row security forced on the owner",
                                "forced in the cutover; the converting role must bypass it")
                        .notWithOthersOf("security")
                        .setUp(
                                "ALTER TABLE {t} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; CREATE POLICY mine ON {t} USING (room < 5)")
                        .probe(
                                "SELECT relrowsecurity || ' ' || relforcerowsecurity FROM pg_class WHERE oid = '{t}'::regclass"),
                refused(
                                SECURITY,
                                "security label",
                                Codes.SECURITY_LABEL.id(),
                                "{t}",
                                "its provider alone knows what a copy may be called")
                        .setUp(
                                "INSERT INTO pg_seclabel VALUES ('{t}'::regclass, 'pg_class'::regclass, 0, 'guard', 'secret')")
                        .inItsOwnDatabase("DELETE FROM pg_seclabel"),
                kept(
                                PUBLICATIONS,
                                "published through the root",
                                "the table that has the name is published; subscribers notice nothing")
                        .setUp("CREATE PUBLICATION {t}_pub FOR TABLE {t} WITH (publish_via_partition_root = true)")
                        .probe(
                                "SELECT string_agg(tablename, ' ') FROM pg_publication_tables WHERE pubname = '{t}_pub'"),
                kept(PUBLICATIONS, "row filter and column list of a publication", "the same for the new table")
                        .since(15)
                        .setUp(
                                "CREATE PUBLICATION {t}_pf FOR TABLE {t} (id, at, text) WHERE (id > 3) WITH (publish_via_partition_root = true)")
                        .probe(
                                "SELECT attnames::text || rowfilter FROM pg_publication_tables WHERE pubname = '{t}_pf'"),
                refused(
                                PUBLICATIONS,
                                "column list without the new key",
                                Codes.PUBLISHED_COLUMNS.id(),
                                "{t}_pc",
                                "each UPDATE and DELETE would fail after the cutover")
                        .since(15)
                        .setUp(
                                "CREATE PUBLICATION {t}_pc FOR TABLE {t} (id, text) WITH (publish_via_partition_root = true)"),
                refused(
                                PUBLICATIONS,
                                "column list without the new key, which is the replica identity by its index",
                                Codes.PUBLISHED_COLUMNS.id(),
                                "{t}_pi",
                                "each UPDATE and DELETE would fail after the cutover")
                        .since(15)
                        .setUp(
                                "ALTER TABLE {t} REPLICA IDENTITY USING INDEX {t}_pkey; CREATE PUBLICATION {t}_pi FOR TABLE {t} (id, text) WITH (publish_via_partition_root = true)"),
                waivable(
                                PUBLICATIONS,
                                "published by partition",
                                Codes.PUBLISHED_BY_PARTITION.id(),
                                "by-partition:{t}_pp",
                                "subscribers get the rows under the partitions' names; the check prints what they need")
                        .setUp("CREATE PUBLICATION {t}_pp FOR TABLE {t}")
                        .probe("SELECT (count(*) > 1)::text FROM pg_publication_tables WHERE pubname = '{t}_pp'")
                        .afterwards("true"),
                waivable(
                                PUBLICATIONS,
                                "publication of the schema",
                                Codes.PUBLICATION.id(),
                                "publication:feed",
                                "subscribers need the tables that the check prints")
                        .since(15)
                        .inItsOwnDatabase()
                        .setUp(
                                "CREATE PUBLICATION feed FOR TABLES IN SCHEMA public WITH (publish_via_partition_root = true)")
                        .probe(
                                "SELECT string_agg(tablename, ' ') FROM pg_publication_tables WHERE pubname = 'feed' AND tablename = '{t}'"),
                waivable(
                                PUBLICATIONS,
                                "publication FOR ALL TABLES",
                                "E1206",
                                "publication:feed",
                                "subscribers need the tables that the check prints")
                        .inItsOwnDatabase()
                        .setUp("CREATE PUBLICATION feed FOR ALL TABLES WITH (publish_via_partition_root = true)")
                        .probe(
                                "SELECT string_agg(tablename, ' ') FROM pg_publication_tables WHERE pubname = 'feed' AND tablename = '{t}'"),
                refused(
                                PUBLICATIONS,
                                "written by a subscription",
                                Codes.SUBSCRIBED.id(),
                                "incoming",
                                "what arrives would not reach the new table")
                        .setUp(
                                "CREATE SUBSCRIPTION incoming CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false); INSERT INTO pg_subscription_rel (srsubid, srrelid, srsubstate) SELECT oid, '{t}'::regclass, 'r' FROM pg_subscription WHERE subname = 'incoming' AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())")
                        .inItsOwnDatabase(
                                "ALTER SUBSCRIPTION incoming SET (slot_name = NONE)", "DROP SUBSCRIPTION incoming"));
    }
}
