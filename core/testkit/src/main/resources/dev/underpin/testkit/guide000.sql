-- The schema of guide 000 before its optimisation: a chat's messages, with separate indexes and row level security.

DO $roles$
DECLARE
    needed record;
BEGIN
    FOR needed IN
        SELECT * FROM (VALUES ('anon', 'NOLOGIN'), ('authenticated', 'NOLOGIN'), ('service_role', 'NOLOGIN BYPASSRLS')) AS r (name, options)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = needed.name) THEN
                EXECUTE format('CREATE ROLE %I %s', needed.name, needed.options);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- roles belong to the whole server: another database's fixture was faster
        END;
    END LOOP;
END
$roles$;

CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth, public TO anon, authenticated, service_role;

CREATE FUNCTION auth.uid() RETURNS uuid
    LANGUAGE sql STABLE
    RETURN (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
COMMENT ON FUNCTION auth.uid() IS 'The user of the request.';

CREATE TABLE auth.users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL UNIQUE
);

CREATE TABLE chat_rooms (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    created_by uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE messages (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    chat_room_id uuid NOT NULL,
    auth_user_id uuid,
    content text,
    type text DEFAULT 'text',
    image_url text,
    metadata jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE messages IS 'What was said in the rooms.';
COMMENT ON COLUMN messages.type IS 'text, image or system';
