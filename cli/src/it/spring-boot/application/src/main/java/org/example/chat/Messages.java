package org.example.chat;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What the application does all day. */
@Component
public class Messages {

    /** As many as the pool has connections, by default. */
    private static final int AT_ONCE = 10;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** With the application's Jackson. */
    private final JsonParser json = JsonParserFactory.getJsonParser();

    public Messages(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Writes through all connections of the pool at once, by names without a schema. */
    public void talk(String text) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            CyclicBarrier together = new CyclicBarrier(AT_ONCE);
            List<Future<Void>> said = IntStream.range(0, AT_ONCE)
                    .mapToObj(number -> threads.submit(() -> say(text + " " + number, together)))
                    .toList();
            for (Future<Void> one : said) {
                one.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void say(String text, CyclicBarrier together) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.update(
                    "INSERT INTO messages (room, content, sent_at) VALUES (1, ?::jsonb, '2026-02-03')",
                    "{\"text\": \"" + text + "\"}");
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (Exception alone) {
                throw new IllegalStateException("the pool does not lend all its connections", alone);
            }
        });
        String content = jdbc.queryForObject(
                "DELETE FROM messages WHERE content ->> 'text' = ? RETURNING content::text", String.class, text);
        if (!text.equals(json.parseMap(content).get("text"))) {
            throw new IllegalStateException(content + " instead of " + text);
        }
        return null;
    }

    /** What must still be there in the end. */
    public void keep(String text) {
        jdbc.update(
                "INSERT INTO messages (room, content, sent_at) VALUES (2, jsonb_build_object('text', ?::text), '2026-02-04')",
                text);
    }

    /** Over how many tables the messages are spread. */
    public int tables() {
        return jdbc.queryForObject("SELECT count(DISTINCT tableoid) FROM messages", Integer.class);
    }
}
