package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.report.StatusReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.DataDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a run waits for somebody, it compares all rows now and then: whoever opens the gate knows what he commits to. */
@PostgresTest
@SideBySide
class ManualCutoverIT {

    private static final String NOTES =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost, cutover: manual%s }";
    private static final Duration LONG = Duration.ofMinutes(1);

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, NOTES.formatted(", compareEvery: 100ms"));
        fresh.execute(PastTheTriggersIT.HUNDRED_NOTES);
    }

    @Majors({14, 15, 17, 18})
    void whatSomebodyDoesToTheCopyIsMadeGoodBeforeTheGateIsOpened() {
        conversions
                .applyWith(() -> {
                    database.execute("""
                            ALTER TABLE notes_underpin DISABLE TRIGGER USER;
                            UPDATE notes_underpin SET text = 'planted' WHERE id = 5;
                            DELETE FROM notes_underpin WHERE id = 6;
                            INSERT INTO notes_underpin VALUES (-1, 'extra', date_trunc('month', now()))
                            """);
                    await().atMost(LONG)
                            .untilAsserted(() -> assertThat(DataDigest.of(database, "notes_underpin"))
                                    .isEqualTo(DataDigest.of(database, "notes")));
                })
                .done();
        conversions.verify().done();
    }

    /** More often than a phase may be planned anew because of what others do. */
    @Test
    void itIsComparedForAsLongAsItWaitsAndStatusSaysWhenLast() {
        AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);
        conversions
                .applyWith(() -> {
                    await().atMost(LONG).until(() -> roundsSoFar() > 20);
                    assertThat(compared()).isBetween(1L, 3L);
                    StatusReport status = conversions.underpin().status(Optional.empty());
                    assertThat(status.gates()).singleElement().satisfies(gate -> {
                        assertThat(gate.gate()).isEqualTo("cutover");
                        assertThat(gate.repeated()).hasValueSatisfying(repeated -> {
                            assertThat(repeated.title()).contains("notes_underpin");
                            assertThat(repeated.held()).isTrue();
                            last.set(repeated.endedAt());
                        });
                    });
                    await().atMost(LONG)
                            .until(() -> conversions.underpin().status(Optional.empty()).gates().stream()
                                    .flatMap(gate -> gate.repeated().stream())
                                    .anyMatch(repeated -> repeated.endedAt().isAfter(last.get())));
                })
                .done();
        assertThat(conversions.underpin().status(Optional.empty()).gates()).isEmpty();
        conversions.verify().done();
    }

    /** The triggers that bring changes over may be put back long before the cutover. */
    @Test
    void whatWentPastTheTriggersIsFoundWhileItWaits() {
        conversions
                .applyWith(() -> {
                    database.execute(
                            "ALTER TABLE notes DISABLE TRIGGER USER; UPDATE notes SET text = 'unseen' WHERE id = 9");
                    await().atMost(LONG)
                            .until(() -> database.queryText("SELECT text FROM notes_underpin WHERE id = 9")
                                    .equals("unseen"));
                    database.execute("UPDATE notes SET text = 'seen' WHERE id = 10");
                    await().atMost(LONG)
                            .until(() -> database.queryText("SELECT text FROM notes_underpin WHERE id = 10")
                                    .equals("seen"));
                })
                .done();
        conversions.verify().done();
    }

    @Test
    void whatWasComparedLatelyIsNotComparedAgainBecauseTheGateIsOpened() {
        conversions = Conversions.of(database, NOTES.formatted(""));
        conversions.applyWith(() -> assertThat(compared()).isOne()).done();
        assertThat(compared()).isOne();
    }

    private long roundsSoFar() {
        return database.queryLong("SELECT max(round) FROM underpin.program");
    }

    private long compared() {
        return database.queryLong(
                "SELECT count(*) FROM underpin.action WHERE key = 'cutover.compare' AND state = 'APPLIED'");
    }
}
