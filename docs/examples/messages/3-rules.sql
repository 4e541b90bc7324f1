-- Keys, indexes and row level security. After the rows, which are loaded faster without them.

ALTER TABLE public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id),
    ADD CONSTRAINT messages_chat_room_id_fkey FOREIGN KEY (chat_room_id) REFERENCES public.chat_rooms (id) ON DELETE CASCADE,
    ADD CONSTRAINT messages_type_check CHECK (type IN ('text', 'image', 'system'));

CREATE INDEX idx_messages_chat_room_id ON public.messages (chat_room_id);
CREATE INDEX idx_messages_created_at ON public.messages (created_at);
CREATE INDEX idx_messages_type ON public.messages (type);

GRANT SELECT, INSERT, UPDATE ON public.messages TO authenticated;
GRANT SELECT (id, created_at) ON public.messages TO anon;
GRANT ALL ON public.messages, public.chat_rooms TO service_role;

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can view own messages" ON public.messages
    FOR SELECT TO authenticated USING (auth.uid() = auth_user_id);
CREATE POLICY "Users can insert own messages" ON public.messages
    FOR INSERT TO authenticated WITH CHECK (auth.uid() = auth_user_id);
CREATE POLICY "Service role has full access" ON public.messages
    TO service_role USING (true) WITH CHECK (true);

CREATE VIEW public.room_activity AS
    SELECT chat_room_id, count(*) AS messages, max(created_at) AS latest FROM public.messages GROUP BY chat_room_id;
GRANT SELECT ON public.room_activity TO service_role;

ANALYZE public.messages, public.chat_rooms, auth.users;
