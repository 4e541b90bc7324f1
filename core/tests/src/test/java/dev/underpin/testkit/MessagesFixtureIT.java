package dev.underpin.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class MessagesFixtureIT {

    @Majors
    void rowsFillEveryMonthUpToTheCurrentOne(TestDatabase database) {
        MessagesFixture.load(database, 1_200, 12);
        assertThat(database.queryLong("SELECT count(*) FROM messages")).isEqualTo(1_200);
        assertThat(database.queryLong("SELECT count(DISTINCT date_trunc('month', created_at)) FROM messages"))
                .isEqualTo(12);
        assertThat(database.queryBoolean(
                        "SELECT max(date_trunc('month', created_at)) = date_trunc('month', now()) FROM messages"))
                .isTrue();
        assertThat(database.queryLong("SELECT count(*) FROM chat_rooms WHERE id = ?::uuid", MessagesFixture.ROOM))
                .isOne();
        assertThat(database.queryLong("SELECT count(*) FROM pg_policy")).isEqualTo(4);
    }

    @Test
    void twoLoadsGiveTheSameRows(PostgresServer server) {
        List<String> digests = new ArrayList<>();
        for (int load = 0; load < 2; load++) {
            try (TestDatabase database = server.createDatabase()) {
                MessagesFixture.load(database, 500, 5);
                digests.add(database.queryText("SELECT md5(string_agg(m::text, ',' ORDER BY id)) FROM messages AS m"));
            }
        }
        assertThat(digests.get(0)).isEqualTo(digests.get(1));
    }

    @Test
    void aUserSeesOwnMessagesOnly(TestDatabase database) {
        MessagesFixture.load(database, 1_000, 3);
        long all = database.queryLong("SELECT count(*) FROM messages");
        String user = database.queryText("SELECT auth_user_id FROM messages LIMIT 1");
        long own = database.queryLong("SELECT count(*) FROM messages WHERE auth_user_id = ?::uuid", user);
        assertThat(own).isPositive().isLessThan(all);
        try (TestSession session = database.sessionAs("authenticated")) {
            assertThat(session.queryLong("SELECT count(*) FROM messages")).isZero();
            session.queryText(
                    "SELECT set_config('request.jwt.claims', jsonb_build_object('sub', ?::text)::text, false)", user);
            assertThat(session.queryLong("SELECT count(*) FROM messages")).isEqualTo(own);
        }
        try (TestSession session = database.sessionAs("service_role")) {
            assertThat(session.queryLong("SELECT count(*) FROM messages")).isEqualTo(all);
        }
    }

    @Test
    void databasesMayBeFilledAtTheSameTime(PostgresServer server) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> loads = new ArrayList<>();
            for (int load = 0; load < 4; load++) {
                loads.add(executor.submit(() -> {
                    try (TestDatabase database = server.createDatabase()) {
                        MessagesFixture.load(database, 10, 2);
                        return database.queryLong("SELECT count(*) FROM messages");
                    }
                }));
            }
            for (Future<Long> load : loads) {
                assertThat(load.get()).isEqualTo(10);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
