package dev.underpin.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Guide 000's schema with rows: the table {@code public.messages}, its rooms and users, row level security for the roles {@code anon},
 * {@code authenticated} and {@code service_role}, and two views. Rows depend on their number alone, except that the last month is the current one.
 */
public final class MessagesFixture {

    /** A room that exists wherever the fixture was loaded. */
    public static final String ROOM = "a924e94e-4279-00a0-9381-0b3edc81119d";

    private MessagesFixture() {}

    /** Creates the schema in an empty database and fills it; {@code rows} may be zero. Statistics and visibility map are up to date afterwards. */
    public static void load(TestDatabase database, int rows, int months) {
        if (rows < 0 || months < 1) {
            throw new IllegalArgumentException("rows must not be negative, months must be positive");
        }
        database.execute(resource("guide000.sql"));
        database.execute(String.format(resource("guide000-rows.sql"), rows, months));
        database.execute(resource("guide000-rules.sql"));
        database.execute("VACUUM (ANALYZE) messages, chat_rooms, auth.users");
    }

    /** A fresh database with the fixture; the rows are generated once per server and then copied as files. */
    public static TestDatabase database(PostgresServer server, int rows, int months) {
        return server.createDatabase(
                "guide 000: " + rows + " rows in " + months + " months", fresh -> load(fresh, rows, months));
    }

    private static String resource(String name) {
        try (InputStream content = Objects.requireNonNull(MessagesFixture.class.getResourceAsStream(name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
