-- What guide 000's messages are held by: keys, checks, indexes, policies, grants and views. Separate from the tables because rows are loaded
-- several times faster without it.

ALTER TABLE messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id),
    ADD CONSTRAINT messages_chat_room_id_fkey FOREIGN KEY (chat_room_id) REFERENCES chat_rooms (id) ON DELETE CASCADE,
    ADD CONSTRAINT messages_type_check CHECK (type IN ('text', 'image', 'system'));

CREATE INDEX idx_messages_chat_room_id ON messages (chat_room_id);
CREATE INDEX idx_messages_created_at ON messages (created_at);
CREATE INDEX idx_messages_type ON messages (type);
CREATE INDEX idx_messages_image_url ON messages (chat_room_id, created_at DESC) WHERE image_url IS NOT NULL;
COMMENT ON INDEX idx_messages_image_url IS 'For the gallery of a room.';
COMMENT ON CONSTRAINT messages_type_check ON messages IS 'The kinds that clients can show.';

ALTER TABLE messages ALTER COLUMN chat_room_id SET STATISTICS 500;

GRANT SELECT, INSERT, UPDATE ON messages TO authenticated;
GRANT SELECT (id, created_at) ON messages TO anon;
GRANT ALL ON messages, chat_rooms TO service_role;
GRANT SELECT ON chat_rooms TO authenticated;

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can view own messages" ON messages
    FOR SELECT TO authenticated USING (auth.uid() = auth_user_id);
CREATE POLICY "Users can insert own messages" ON messages
    FOR INSERT TO authenticated WITH CHECK (auth.uid() = auth_user_id);
CREATE POLICY "Users can update own messages" ON messages
    FOR UPDATE TO authenticated USING (auth.uid() = auth_user_id) WITH CHECK (auth.uid() = auth_user_id);
CREATE POLICY "Service role has full access" ON messages
    TO service_role USING (true) WITH CHECK (true);
COMMENT ON POLICY "Users can view own messages" ON messages IS 'A user reads what the user wrote.';

CREATE VIEW room_activity AS
    SELECT chat_room_id, count(*) AS messages, max(created_at) AS latest FROM messages GROUP BY chat_room_id;
GRANT SELECT ON room_activity TO service_role;

DO $view$
BEGIN
    EXECUTE format(
        'CREATE VIEW image_messages WITH (%s) AS
             SELECT id, chat_room_id, auth_user_id, image_url, created_at FROM messages WHERE image_url IS NOT NULL',
        CASE WHEN current_setting('server_version_num')::int >= 150000 THEN 'security_invoker = true' ELSE 'security_barrier = true' END);
END
$view$;
GRANT SELECT ON image_messages TO authenticated;
COMMENT ON VIEW image_messages IS 'The gallery, seen with the reader''s own rights where the server can.';
