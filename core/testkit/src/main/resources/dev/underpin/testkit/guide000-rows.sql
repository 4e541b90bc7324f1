-- Rows that depend on nothing but their number and the span: %1$d messages in the %2$d months that end with the current one (in UTC).

SET TimeZone = 'UTC';

INSERT INTO auth.users (id, email)
    SELECT md5('user ' || n)::uuid, 'user' || n || '@example.org' FROM generate_series(1, 200) AS n;

INSERT INTO chat_rooms (id, name, created_by, created_at)
    SELECT md5('room ' || n)::uuid, 'Room ' || n, md5('user ' || n)::uuid, timestamptz '2020-01-01 00:00:00+00' + n * interval '1 hour'
    FROM generate_series(1, 100) AS n;

WITH span AS (
    SELECT date_trunc('month', now()) - make_interval(months => %2$d - 1) AS start, date_trunc('month', now()) + interval '1 month' AS finish
)
INSERT INTO messages (id, chat_room_id, auth_user_id, content, type, image_url, metadata, created_at, updated_at)
    SELECT md5('message ' || n)::uuid,
           md5('room ' || 1 + (hashint4(n) & 2147483647) %% 100)::uuid,
           md5('user ' || 1 + (hashint4(n + 1) & 2147483647) %% 200)::uuid,
           'Message ' || n || repeat(' lorem ipsum', (hashint4(n + 2) & 2147483647) %% 12),
           CASE WHEN n %% 10 = 0 THEN 'image' WHEN n %% 97 = 0 THEN 'system' ELSE 'text' END,
           CASE WHEN n %% 10 = 0 THEN 'https://images.example.org/' || n || '.png' END,
           CASE WHEN n %% 4 = 0 THEN jsonb_build_object('n', n, 'edited', n %% 8 = 0) END,
           moment,
           moment
    FROM span, generate_series(1, %1$d) AS n, LATERAL (SELECT start + (finish - start) * (n - 0.5) / %1$d AS moment) AS m
    ORDER BY n;
