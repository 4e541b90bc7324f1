package dev.underpin.cli.demo;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** A chat that goes on: some writers, and the knowledge of what the table must contain because of them. */
final class Chat implements AutoCloseable {

    private static final int MONTHS = 20;

    private final Sessions sessions;
    private final String untouched;
    private final List<Map<String, OwnedRow>> histories = new ArrayList<>();
    private final Statistics statistics = new Statistics();
    private final List<Thread> threads = new ArrayList<>();
    private CountDownLatch stop = new CountDownLatch(1);

    /** @param dataSource of a database in which nobody writes yet */
    Chat(DataSource dataSource) {
        this.sessions = new Sessions(dataSource, SearchPath.EMPTY);
        try (Session session = sessions.open("demo")) {
            this.untouched = Ownership.untouched(session);
            for (int writer = 1; writer <= Ownership.WRITERS; writer++) {
                Map<String, OwnedRow> own = new TreeMap<>();
                Ownership.rows(session, writer).forEach(row -> own.put(row.id(), row));
                histories.add(own);
            }
        }
    }

    /** Lets everybody write. */
    void begin() {
        OffsetDateTime earliest =
                OffsetDateTime.now(ZoneOffset.UTC).minusMonths(MONTHS).truncatedTo(ChronoUnit.DAYS);
        stop = new CountDownLatch(1);
        for (int writer = 1; writer <= Ownership.WRITERS; writer++) {
            Session session = sessions.open("demo");
            session.command("SET application_name = 'chat'");
            Thread thread = new Thread(
                    new Chatter(writer, histories.get(writer - 1), session, statistics, stop, earliest),
                    "chat " + writer);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    LoadReport report() {
        return statistics.takeReport();
    }

    /** Returns when nobody writes any more. */
    @Override
    public void close() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        threads.clear();
    }

    /** How the table differs from what it must contain; not while somebody writes. */
    List<String> differences() {
        try (Session session = sessions.open("demo")) {
            List<String> differences = new ArrayList<>();
            String now = Ownership.untouched(session);
            if (!now.equals(untouched)) {
                differences.add("of the messages that nobody touched there were " + untouched + ", now " + now);
            }
            for (int writer = 1; writer <= Ownership.WRITERS; writer++) {
                compare(histories.get(writer - 1), Ownership.rows(session, writer), differences);
            }
            return differences;
        }
    }

    private static void compare(Map<String, OwnedRow> expected, List<OwnedRow> found, List<String> differences) {
        Map<String, OwnedRow> rows = new TreeMap<>();
        for (OwnedRow row : found) {
            if (rows.put(row.id(), row) != null) {
                differences.add("message " + row.id() + " is there twice");
            }
        }
        expected.forEach((id, row) -> {
            OwnedRow present = rows.remove(id);
            if (present == null) {
                differences.add("message " + id + " is lost");
            } else if (!present.equals(row)) {
                differences.add("message " + id + " is " + present + ", and should be " + row);
            }
        });
        rows.keySet().forEach(id -> differences.add("message " + id + " was deleted, and is back"));
    }
}
