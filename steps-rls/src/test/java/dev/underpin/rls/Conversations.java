package dev.underpin.rls;

/** Conversations of people and their messages, whose policies ask the conversations whose a message is, as guide 004 finds them. */
final class Conversations {

    /** 40 conversations, of ann, bob, and 38 others; 400 messages, ten of each. */
    static final String SCHEMA = Chat.ROLES + """
            CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
                AS $$ SELECT nullif(coalesce(current_setting('request.jwt.claim.sub', true),
                                             current_setting('request.jwt.claims', true)::json ->> 'sub'), '')::uuid $$;
            CREATE TABLE auth.users (id uuid PRIMARY KEY);
            INSERT INTO auth.users SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid FROM generate_series(1, 40) AS n;
            CREATE TABLE conversations (id int PRIMARY KEY, auth_user_id uuid NOT NULL);
            INSERT INTO conversations SELECT n, ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid FROM generate_series(1, 40) AS n;
            CREATE TABLE messages (id int PRIMARY KEY, conversation_id int NOT NULL REFERENCES conversations ON DELETE CASCADE, content text);
            CREATE INDEX ON messages (conversation_id);
            INSERT INTO messages SELECT n, 1 + n % 40, 'm' || n FROM generate_series(1, 400) AS n;
            GRANT SELECT, INSERT, UPDATE, DELETE ON messages TO authenticated;
            GRANT SELECT, UPDATE ON conversations TO authenticated;
            ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
            CREATE POLICY "Users can view messages from their conversations" ON messages FOR SELECT TO authenticated
              USING (EXISTS (SELECT 1 FROM conversations WHERE conversations.id = messages.conversation_id AND conversations.auth_user_id = auth.uid()));
            CREATE POLICY "Users can insert messages to their conversations" ON messages FOR INSERT TO authenticated
              WITH CHECK (EXISTS (SELECT 1 FROM conversations WHERE conversations.id = messages.conversation_id AND conversations.auth_user_id = auth.uid()));
            CREATE POLICY "Users can update messages from their conversations" ON messages FOR UPDATE TO authenticated
              USING (conversation_id IN (SELECT c.id FROM conversations c WHERE c.auth_user_id = auth.uid()));
            CREATE POLICY "Users can delete messages from their conversations" ON messages FOR DELETE TO authenticated
              USING (conversation_id IN (SELECT c.id FROM conversations c WHERE c.auth_user_id = auth.uid()));
            COMMENT ON POLICY "Users can delete messages from their conversations" ON messages IS 'It''s by conversation.';
            """;

    static final String PLAN = """
            apiVersion: underpin/v1
            plan: contract
            steps:
              - id: owner
                uses: rls.owner-column
                with:
                  table: public.messages
                  column: auth_user_id
                  type: uuid
                  backfill: { from: { parent: conversations, by: [conversation_id], value: auth_user_id }, pace: { targetBatchTime: 5ms } }
                  index: { name: idx_messages_auth_user_id }
                  foreignKey: { references: auth.users, onDelete: cascade }
                  policies:
                    - { name: Users can view own messages, command: select, roles: [authenticated], using: auth_user_id = (SELECT auth.uid()) }
                    - { name: Users can insert own messages, command: insert, roles: [authenticated], withCheck: auth_user_id = (SELECT auth.uid()) }
                    - { name: Users can update own messages, command: update, roles: [authenticated], using: auth_user_id = (SELECT auth.uid()) }
                    - { name: Users can delete own messages, command: delete, roles: [authenticated], using: auth_user_id = (SELECT auth.uid()) }
            """;

    private Conversations() {}

    static String user(int number) {
        return "00000000-0000-0000-0000-" + "%012d".formatted(number);
    }
}
