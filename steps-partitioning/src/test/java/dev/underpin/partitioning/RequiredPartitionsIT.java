package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.partitioning.conversion.RequiredPartitions;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Time passes between the round that makes partitions and the swap. */
@PostgresTest
@SideBySide
class RequiredPartitionsIT {

    @Majors({14, 15, 17, 18})
    void roomLastsUntilAFurtherPartitionIsNeeded(TestDatabase database) {
        database.execute("ALTER DATABASE " + database.name() + " SET TimeZone = 'Asia/Kathmandu'");
        try (Session session = new Sessions(database.dataSource(), SearchPath.EMPTY).open("test")) {
            assertThat(lasts(session, Duration.ofMinutes(1))).isTrue();
            assertThat(lasts(session, Duration.ofMillis(-1))).isFalse();
            assertThat(lasts(session, Duration.ofDays(-40))).isFalse();
        }
    }

    private static boolean lasts(Session session, Duration left) {
        Dialect dialect = session.dialect();
        Instant until = Instant.parse(String.valueOf(session.query(
                                dialect.sql(
                                        "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))
                        .first()))
                .plus(left);
        Question.Rows asked = (Question.Rows) new RequiredPartitions(List.of(), List.of(), until)
                .lasts(dialect)
                .question();
        return asked.expect()
                .equals(Expect.value(String.valueOf(session.query(asked.query()).first())));
    }
}
