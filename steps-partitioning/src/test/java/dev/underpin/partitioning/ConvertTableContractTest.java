package dev.underpin.partitioning;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class ConvertTableContractTest extends StepContractTest {

    /** Guide 000 in small: foreign key, policies, grants, views, comments, a partial index, a trigger. */
    private static final String CHAT = """
            CREATE TABLE rooms (id int PRIMARY KEY, name text NOT NULL);
            CREATE TABLE messages (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                room int NOT NULL CONSTRAINT in_room REFERENCES rooms ON DELETE CASCADE,
                type text DEFAULT 'text' CONSTRAINT known_type CHECK (type IN ('text', 'image')),
                image_url text,
                touched int NOT NULL DEFAULT 0,
                created_at timestamptz NOT NULL DEFAULT now());
            COMMENT ON TABLE messages IS 'What was said.';
            COMMENT ON COLUMN messages.type IS 'text or image';
            COMMENT ON CONSTRAINT in_room ON messages IS 'Where it was said.';
            CREATE INDEX idx_messages_room ON messages (room);
            CREATE INDEX idx_messages_image ON messages (room, created_at DESC) WHERE image_url IS NOT NULL;
            COMMENT ON INDEX idx_messages_image IS 'For galleries.';
            INSERT INTO rooms SELECT n, 'room ' || n FROM generate_series(1, 5) AS n;
            INSERT INTO messages (room, image_url, created_at)
                SELECT 1 + n % 5, CASE WHEN n % 7 = 0 THEN 'u' || n END, date_trunc('month', now()) - interval '5 days' + n * interval '10 minutes'
                FROM generate_series(1, 300) AS n;
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END';
            CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION touch();
            COMMENT ON TRIGGER touch ON messages IS 'Counts.';
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER note AFTER DELETE ON messages FOR EACH STATEMENT EXECUTE FUNCTION note();
            ALTER TABLE messages DISABLE TRIGGER note;
            ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
            CREATE POLICY reading ON messages FOR SELECT USING (room < 4);
            COMMENT ON POLICY reading ON messages IS 'Three rooms are public.';
            GRANT SELECT, INSERT ON messages TO pg_monitor;
            GRANT UPDATE (image_url) ON messages TO pg_read_all_stats WITH GRANT OPTION;
            CREATE VIEW gallery WITH (security_barrier = true) AS SELECT id, image_url FROM messages WHERE image_url IS NOT NULL;
            CREATE VIEW busy AS SELECT m.room, count(*) AS number, count(g.id) AS images FROM messages AS m LEFT JOIN gallery AS g USING (id) GROUP BY m.room;
            GRANT SELECT ON gallery TO pg_monitor;
            """;

    /** A key of two columns with a sequence, whatever a definition can hold, and names that must be quoted. */
    private static final String ORDERS = """
            CREATE SCHEMA "Sales";
            CREATE TABLE "Sales"."Order" (
                tenant text COLLATE "C" NOT NULL,
                number bigserial,
                "placed on" date NOT NULL,
                amount numeric(12, 2) NOT NULL,
                doubled numeric GENERATED ALWAYS AS (amount * 2) STORED,
                note text,
                PRIMARY KEY (tenant, number) WITH (fillfactor = 80),
                CONSTRAINT "one a day" UNIQUE (tenant, note, "placed on"))
                WITH (fillfactor = 70, autovacuum_vacuum_threshold = 500, toast.autovacuum_enabled = false);
            COMMENT ON CONSTRAINT "one a day" ON "Sales"."Order" IS 'A note is sent once.';
            ALTER TABLE "Sales"."Order" ALTER note SET STORAGE EXTERNAL, ALTER note SET STATISTICS 300, ALTER note SET (n_distinct = -0.5);
            CREATE INDEX "by amount" ON "Sales"."Order" USING btree ((amount + 1), lower(note)) WITH (fillfactor = 60);
            ALTER INDEX "Sales"."by amount" ALTER COLUMN 1 SET STATISTICS 200;
            ALTER TABLE "Sales"."Order" CLUSTER ON "by amount";
            CREATE STATISTICS "Sales"."Order stats" (dependencies) ON tenant, amount FROM "Sales"."Order";
            COMMENT ON STATISTICS "Sales"."Order stats" IS 'They go together.';
            ALTER STATISTICS "Sales"."Order stats" SET STATISTICS 250;
            ALTER TABLE "Sales"."Order" REPLICA IDENTITY FULL;
            INSERT INTO "Sales"."Order" (tenant, "placed on", amount, note)
                SELECT 't' || n % 3, date_trunc('year', now())::date + n % 20, n, nullif('n' || n, 'n7') FROM generate_series(1, 100) AS n;
            """;

    /** An identity column, a key that has the time already, partitions for whatever lies outside. */
    private static final String EVENTS = """
            CREATE TABLE events (
                id bigint GENERATED ALWAYS AS IDENTITY (START 1000 INCREMENT 5 CACHE 20),
                at timestamp NOT NULL,
                payload json,
                PRIMARY KEY (at, id));
            GRANT SELECT ON SEQUENCE events_id_seq TO pg_monitor;
            COMMENT ON SEQUENCE events_id_seq IS 'Numbers events.';
            INSERT INTO events (at, payload) SELECT localtimestamp - n * interval '1 minute', json_build_object('n', n) FROM generate_series(1, 50) AS n;
            INSERT INTO events (at) VALUES ('1999-12-31'), ('2999-01-01');
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("a chat's messages by month", CHAT, plan("""
                        table: messages
                              range: { column: created_at, interval: 1 month, timeZone: America/New_York, ahead: 0 }
                              retiredName: messages_backup
                        """)),
                Scenario.of("orders by year", ORDERS, plan("""
                        table: '"Sales"."Order"'
                              range: { column: '"placed on"', interval: 1 year, ahead: 0 }
                              partitionName: "{table} of {yyyy}"
                        """)).with(Traits.ALL.withoutDeaths()),
                Scenario.of("events by day, with the rest beside", EVENTS, plan("""
                        table: events
                              range: { column: at, interval: 1 week, from: 2026-01-05, until: 2026-01-12, ahead: 0, before: MINVALUE, default: partition }
                              reverse: synchronous
                        """))
                        .with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: convert
                    uses: partitioning.convert
                    with:
                      %s""".formatted(with.strip().replaceAll("\\n +", "\n      "));
    }
}
