package dev.underpin.internal.session;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Deadline;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries a command to its end although its connections are lost: connects again, ends what is left of the lost sessions, and lets
 * the command go on from what the journal says. It waits for the server for the plan's {@code maxLockWait}, and does not try for
 * ever what loses its connection again and again without coming any further.
 */
public final class ReconnectLoop {

    private static final String STEP = "";
    private static final String KEY = "connect";
    private static final String TITLE = "Connect again";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_IN_VAIN = 3;

    private final Supplier<EngineSessions> opener;
    private final RunListener listener;
    private final StopSignal stop;

    public ReconnectLoop(Supplier<EngineSessions> opener, RunListener listener, StopSignal stop) {
        this.opener = opener;
        this.listener = listener;
        this.stop = stop;
    }

    /** What a command does when its connection had been lost. */
    @FunctionalInterface
    public interface Again<T> {
        T goOn(EngineSessions engineSessions, Interruption interruption);
    }

    public <T> T carry(Function<EngineSessions, T> command, Again<T> again) {
        Function<EngineSessions, T> next = command;
        Supplier<EngineSessions> way = opener;
        String reached = "";
        int inVain = 0;
        while (true) {
            Interruption interruption;
            try (EngineSessions engineSessions = way.get()) {
                stop.onInsisting(engineSessions::cancel);
                try {
                    return next.apply(engineSessions);
                } catch (RuntimeException ended) {
                    interruption = interruption(engineSessions, ServerFailures.ofCommand(ended, stop));
                }
            }
            Reached now = reachedAgain(interruption);
            inVain = now.progress().equals(reached) ? inVain + 1 : 1;
            reached = now.progress();
            if (inVain > MOST_IN_VAIN) {
                now.engineSessions().close();
                throw givenUp(interruption, "it was lost " + inVain + " times in a row at the same place");
            }
            way = now::engineSessions;
            next = engineSessions -> again.goOn(engineSessions, interruption);
        }
    }

    private Interruption interruption(EngineSessions engineSessions, RuntimeException ended) {
        if (ended instanceof LostConnection lost && !stop.requested()) {
            return new Interruption(lost, engineSessions.run(), engineSessions.backends(), engineSessions.patience());
        }
        throw ended;
    }

    /** Connected again. */
    private record Reached(EngineSessions engineSessions, String progress) {}

    private Reached reachedAgain(Interruption interruption) {
        stop.mended();
        long begun = System.nanoTime();
        Deadline end = Deadline.in(interruption.patience());
        listener.on(new RunEvent.ActionStarted(STEP, KEY, TITLE, "CONNECT"));
        boolean done = false;
        try {
            Reached reached = tried(interruption, end, begun);
            done = true;
            listener.on(new RunEvent.Noticed(Problem.of(Finding.warning(
                    EngineCodes.CONNECTED_AGAIN,
                    interruption.lost().getMessage() + "; connected again after "
                            + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s",
                    "Nothing is to be done: it goes on from what the journal says."))));
            return reached;
        } finally {
            listener.on(new RunEvent.ActionEnded(
                    STEP,
                    KEY,
                    TITLE,
                    done ? RunState.APPLIED : RunState.FAILED,
                    Duration.ofNanos(System.nanoTime() - begun),
                    0));
        }
    }

    private Reached tried(Interruption interruption, Deadline end, long begun) {
        for (int attempt = 1; ; attempt++) {
            EngineSessions engineSessions;
            try {
                engineSessions = opener.get();
            } catch (LostConnection unreachable) {
                if (end.passed()) {
                    throw givenUp(interruption, String.valueOf(unreachable.getMessage()));
                }
                wait(attempt, unreachable, begun);
                continue;
            } catch (Failure refused) {
                throw givenUp(interruption, String.valueOf(refused.getMessage()));
            }
            try {
                engineSessions.endLeftovers(interruption.left());
                return new Reached(engineSessions, engineSessions.progress(interruption.run()));
            } catch (RuntimeException lostAgain) {
                engineSessions.close();
                RuntimeException ended = ServerFailures.ofCommand(lostAgain, stop);
                if (!(ended instanceof LostConnection lost) || end.passed()) {
                    throw ended;
                }
                wait(attempt, lost, begun);
            }
        }
    }

    private void wait(int attempt, LostConnection unreachable, long begun) {
        listener.on(new RunEvent.Waiting(
                STEP,
                KEY,
                String.valueOf(unreachable.getMessage()),
                attempt,
                Duration.ofNanos(System.nanoTime() - begun),
                List.of()));
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
        stop.pause(Duration.ofMillis(pause));
    }

    private static Failure givenUp(Interruption interruption, String why) {
        LostConnection lost = interruption.lost();
        List<Problem> problems = lost.problems().stream()
                .map(problem -> problem.with(List.of("connecting again: " + why)))
                .toList();
        Failure failure = new Failure(lost.outcome(), problems);
        failure.addSuppressed(lost);
        return failure;
    }
}
