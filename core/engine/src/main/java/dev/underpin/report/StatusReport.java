package dev.underpin.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the journal says of the runs.
 *
 * @param holders who works on which plan right now
 * @param backlogs of the logs that keep two tables equal
 * @param waysBack of the applied plans: whether they could be rolled back now
 * @param gates at which runs wait, or will
 */
public record StatusReport(
        ServerTarget target,
        List<RunReport> runs,
        List<Holder> holders,
        List<Backlog> backlogs,
        List<WayBack> waysBack,
        List<ClosedGate> gates) {

    /** Nothing has been applied. */
    public static StatusReport empty(ServerTarget target) {
        return new StatusReport(target, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /**
     * The holder of a plan's lease.
     *
     * @param activity what it does; empty if it has not told yet
     * @param toldAgo how long ago it was last heard of
     */
    public record Holder(
            String plan,
            String host,
            int backendPid,
            String command,
            String since,
            Optional<String> run,
            Optional<Activity> activity,
            Duration toldAgo) {}

    /**
     * A log that keeps two tables equal.
     *
     * @param keys entries that wait, at least
     * @param wayBack about how long a rollback would take, apart from waiting for locks and older transactions
     */
    public record Backlog(String plan, String step, String log, long keys, Duration wayBack) {}

    /**
     * What a run waits at until somebody lets it go on.
     *
     * @param repeated what is done now and then meanwhile; empty if there is nothing, or it has not been done yet
     */
    public record ClosedGate(String plan, String step, String gate, Optional<Repeated> repeated) {}

    /**
     * What was last done while a gate was closed.
     *
     * @param held whether it found nothing to be done
     * @param every how often it is done
     */
    public record Repeated(String title, Instant endedAt, boolean held, Duration every) {}
}
