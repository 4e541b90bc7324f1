package dev.underpin.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.report.RunEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventPumpTest {

    private static RunEvent event(int n) {
        return new RunEvent.StepStarted("s" + n, "sql.run", "apply");
    }

    @Test
    void everythingIsToldInOrderBeforeItCloses() {
        List<RunEvent> told = Collections.synchronizedList(new ArrayList<>());
        List<String> ends = new ArrayList<>();
        EventSink sink = new EventSink() {
            @Override
            public void on(Instant at, RunEvent event) {
                told.add(event);
            }

            @Override
            public void end() {
                ends.add("end");
            }
        };
        try (EventPump pump = EventPump.start(List.of(sink), Clock.systemUTC())) {
            for (int i = 0; i < 100; i++) {
                pump.on(event(i));
            }
            pump.settle();
            assertThat(told).hasSize(100);
            pump.on(event(100));
        }
        assertThat(told).hasSize(101).first().isEqualTo(event(0));
        assertThat(told.get(100)).isEqualTo(event(100));
        assertThat(ends).hasSize(1);
    }

    @Test
    void aRunIsNotHeldUpByAnAudienceThatDoesNotListen() throws InterruptedException {
        CountDownLatch listen = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1000);
        EventSink deaf = (at, event) -> {
            try {
                listen.await();
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
            told.countDown();
        };
        try (EventPump pump = EventPump.start(List.of(deaf), Clock.systemUTC())) {
            for (int i = 0; i < 1000; i++) {
                pump.on(event(i));
            }
            assertThat(told.getCount()).isEqualTo(1000);
            listen.countDown();
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSinkThatFailsDoesNotSilenceTheOthers() {
        List<RunEvent> told = Collections.synchronizedList(new ArrayList<>());
        EventSink broken = (at, event) -> {
            throw new IllegalStateException("broken");
        };
        EventSink sound = (at, event) -> told.add(event);
        try (EventPump pump = EventPump.start(List.of(broken, sound), Clock.systemUTC())) {
            pump.on(event(1));
            pump.on(event(2));
        }
        assertThat(told).containsExactly(event(1), event(2));
    }
}
