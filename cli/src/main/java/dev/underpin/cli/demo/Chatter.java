package dev.underpin.cli.demo;

import dev.underpin.db.Session;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A member of the chat: writes, edits, moves and deletes messages that nobody else touches, and remembers each. */
final class Chatter implements Runnable {

    private static final String RETURNED = " RETURNING id::text, content, type, created_at::text";
    private static final long PAUSE_MS = 25;

    private final int number;
    private final Session session;
    private final Statistics statistics;
    private final CountDownLatch stop;
    private final Random random;
    private final OffsetDateTime earliest;
    private final Map<String, OwnedRow> own;

    /** @param own what it knows of its messages; goes on being kept up to date */
    Chatter(
            int number,
            Map<String, OwnedRow> own,
            Session session,
            Statistics statistics,
            CountDownLatch stop,
            OffsetDateTime earliest) {
        this.number = number;
        this.session = session;
        this.statistics = statistics;
        this.stop = stop;
        this.random = new Random();
        this.earliest = earliest;
        this.own = own;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                statistics.time(this::write);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            session.close();
        }
    }

    private void write() {
        int choice = random.nextInt(100);
        if (choice < 40 || own.isEmpty()) {
            insert(UUID.randomUUID().toString());
        } else if (choice < 70) {
            update("content = content || ?", " again");
        } else if (choice < 85) {
            update("created_at = ?::timestamptz", anyTime());
        } else {
            String gone = any();
            int deleted = session.dsl().execute("DELETE FROM public.messages WHERE id = ?::uuid", gone);
            expectOne(deleted, gone);
            own.remove(gone);
            if (choice >= 95) {
                insert(gone);
            }
        }
    }

    private void insert(String id) {
        remember(
                session.dsl()
                        .fetch(
                                """
                        INSERT INTO public.messages (id, chat_room_id, auth_user_id, content, type, metadata, created_at)
                        VALUES (?::uuid, md5('room ' || ?)::uuid, md5('user ' || ?)::uuid, ?, 'text', jsonb_build_object('writer', ?::integer), ?::timestamptz)
                        """ + RETURNED,
                                id,
                                1 + random.nextInt(100),
                                1 + random.nextInt(200),
                                "Hello from writer " + number,
                                number,
                                OffsetDateTime.now(ZoneOffset.UTC)
                                        .truncatedTo(ChronoUnit.MICROS)
                                        .toString())
                        .into(OwnedRow.class),
                id);
    }

    private void update(String assignment, String value) {
        String id = any();
        remember(
                session.dsl()
                        .fetch("UPDATE public.messages SET " + assignment + " WHERE id = ?::uuid" + RETURNED, value, id)
                        .into(OwnedRow.class),
                id);
    }

    private void remember(List<OwnedRow> rows, String id) {
        expectOne(rows.size(), id);
        own.put(id, rows.get(0));
    }

    private static void expectOne(int rows, String id) {
        if (rows != 1) {
            throw new LostWrite(id, rows);
        }
    }

    private String any() {
        return new ArrayList<>(own.keySet()).get(random.nextInt(own.size()));
    }

    private String anyTime() {
        long seconds = ChronoUnit.SECONDS.between(earliest, OffsetDateTime.now(ZoneOffset.UTC));
        return earliest.plusSeconds(random.nextLong(Math.max(1, seconds))).toString();
    }
}
