package dev.underpin.rls;

/** A small chat whose notes belong to people: plain, or divided by month and once more by kind. */
final class Chat {

    /** Roles belong to the server, and other tests may make them at the same time. */
    static final String ROLES = """
            DO $roles$
            DECLARE
                needed text;
            BEGIN
                FOREACH needed IN ARRAY ARRAY['anon', 'authenticated'] LOOP
                    BEGIN
                        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = needed) THEN
                            EXECUTE format('CREATE ROLE %I NOLOGIN', needed);
                        END IF;
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN
                        NULL;
                    END;
                END LOOP;
            END
            $roles$;
            CREATE SCHEMA auth;
            GRANT USAGE ON SCHEMA auth TO anon, authenticated;
            CREATE FUNCTION auth.who() RETURNS text LANGUAGE sql STABLE
                AS $$ SELECT current_setting('request.jwt.claims', true)::json ->> 'sub' $$;
            CREATE TABLE rooms (id int PRIMARY KEY, open boolean);
            INSERT INTO rooms VALUES (1, true), (2, false);
            GRANT SELECT ON rooms TO anon, authenticated;
            """;

    private static final String ROWS = """
            INSERT INTO notes (id, room, author, kind, made)
              SELECT i, 1 + i % 2, CASE i % 3 WHEN 0 THEN 'ann' WHEN 1 THEN 'bob' ELSE 'it''s' END, CASE i % 2 WHEN 0 THEN 'text' ELSE 'image' END,
                     date '2024-01-01' + i
              FROM generate_series(0, 59) AS i;
            GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO authenticated;
            GRANT SELECT ON notes TO anon;
            """;

    /** 60 notes: 20 each of ann, bob and it's; 30 in room 1. */
    static final String PLAIN = ROLES + """
            CREATE TABLE notes (gone int, id int NOT NULL, room int REFERENCES rooms, author text, kind varchar(10) COLLATE "C", made date NOT NULL);
            ALTER TABLE notes DROP COLUMN gone;
            """ + ROWS;

    /** The same; {@code notes} → {@code "Notes; 2024-01"}, {@code notes_2024_02} → {@code notes_2024_02_text, …_other}. */
    static final String PARTITIONED = ROLES + """
            CREATE TABLE notes (gone int, id int NOT NULL, room int REFERENCES rooms, author text, kind varchar(10) COLLATE "C", made date NOT NULL)
              PARTITION BY RANGE (made);
            ALTER TABLE notes DROP COLUMN gone;
            CREATE TABLE "Notes; 2024-01" PARTITION OF notes FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
            CREATE TABLE notes_2024_02 PARTITION OF notes FOR VALUES FROM ('2024-02-01') TO ('2024-04-01') PARTITION BY LIST (kind);
            CREATE TABLE notes_2024_02_text PARTITION OF notes_2024_02 FOR VALUES IN ('text');
            CREATE TABLE notes_2024_02_other PARTITION OF notes_2024_02 DEFAULT;
            GRANT SELECT ON "Notes; 2024-01", notes_2024_02_text TO authenticated;
            """ + ROWS;

    private Chat() {}
}
