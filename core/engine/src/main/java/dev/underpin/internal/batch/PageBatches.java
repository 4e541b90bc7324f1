package dev.underpin.internal.batch;

import dev.underpin.db.RowMapper;
import dev.underpin.db.Session;
import dev.underpin.internal.journal.Checkpoints.Segment;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.server.ServerStatements.Storage;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Walks a table's pages in the order in which they lie on disk, several segments at once. The bound is frozen at the
 * start; a table that has been rewritten before the end is begun anew, because its rows have moved.
 */
final class PageBatches {

    private static final int SEGMENTS_PER_WORKER = 4;
    private static final long FIRST_CHUNK_PAGES = 64;

    private final BatchScope scope;
    private final QualifiedName table;
    private final List<Sql> anew;

    PageBatches(BatchScope scope, Chunks.Pages pages) {
        this.scope = scope;
        this.table = pages.table();
        this.anew = pages.anew();
    }

    long run() {
        long rows;
        do {
            rows = walkAll();
        } while (scope.sessions().with(this::rewritten));
        return rows;
    }

    private long walkAll() {
        List<Segment> segments = scope.sessions().with(this::segments);
        long total = segments.stream()
                .mapToLong(s -> page(s.upper()) - page(s.lower()))
                .sum();
        long done = segments.stream()
                .mapToLong(s -> page(s.position()) - page(s.lower()))
                .sum();
        long rows = segments.stream().mapToLong(Segment::rows).sum();
        ProgressMeter meter = scope.meter("pages", total, done, rows);
        Throttle throttle = scope.throttle();
        meter.heldBackBy(throttle, scope.action().pace().workers());
        List<Runnable> tasks = new ArrayList<>();
        for (Segment segment : segments) {
            if (!segment.done()) {
                tasks.add(() -> scope.sessions().with(session -> walk(session, segment, meter, throttle)));
            }
        }
        Workers.run(scope.action().pace().workers(), tasks);
        return meter.rows();
    }

    private List<Segment> segments(Session session) {
        Storage storage = storage(session);
        List<Segment> known = scope.checkpoints().of(scope.actionId());
        if (!known.isEmpty() && walked(known, storage)) {
            return known;
        }
        if (!known.isEmpty()) {
            session.transaction(() -> {
                scope.checks().accept(session);
                anew.forEach(session::execute);
                return anew;
            });
        }
        List<Segment> fresh = split(storage.pages(), storage.file());
        scope.checkpoints().freeze(scope.actionId(), fresh);
        return fresh;
    }

    private static boolean walked(List<Segment> segments, Storage storage) {
        return segments.stream().allMatch(segment -> segment.relfilenode() == storage.file());
    }

    /** Whether rows may have moved, between two chunks, to where they were not looked for. */
    private boolean rewritten(Session session) {
        return !walked(scope.checkpoints().of(scope.actionId()), storage(session));
    }

    private Storage storage(Session session) {
        Sql question = session.dialect().statements(ServerStatements.class).storage(table);
        return RowMapper.map(session.query(question), Storage.class).stream()
                .findFirst()
                .orElseThrow(this::gone);
    }

    private Failure gone() {
        return new Failure(
                Outcome.STOPPED,
                Problem.of(
                        scope.step(),
                        Finding.error(
                                EngineCodes.TABLE_GONE,
                                table + ", whose rows are to be read, is no longer there",
                                "Give it its name back, then resume. If it has been dropped, roll back: what is left to do is told"
                                        + " there.")));
    }

    private List<Segment> split(long pages, long filenode) {
        long parts = Math.max(1, Math.min(pages, (long) scope.action().pace().workers() * SEGMENTS_PER_WORKER));
        List<Segment> segments = new ArrayList<>();
        for (long i = 0; i < parts; i++) {
            String from = tid(pages * i / parts);
            String to = tid(pages * (i + 1) / parts);
            segments.add(new Segment((int) i, from, to, from, filenode, 0));
        }
        return segments;
    }

    private long walk(Session session, Segment segment, ProgressMeter meter, Throttle throttle) {
        ChunkRunner chunk = new ChunkRunner(scope);
        AdaptiveSize size =
                new AdaptiveSize(scope.action().pace().targetBatchTime(), FIRST_CHUNK_PAGES, 1, Integer.MAX_VALUE);
        long end = page(segment.upper());
        long position = page(segment.position());
        while (position < end) {
            throttle.await(session);
            long next = Math.min(end, position + size.current());
            long begun = System.nanoTime();
            long rows = chunk.run(session, Map.of("from", tid(position), "to", tid(next)), segment.number(), tid(next));
            size.took(next - position, Duration.ofNanos(System.nanoTime() - begun));
            meter.add(next - position, rows);
            position = next;
        }
        return position;
    }

    private static String tid(long page) {
        return "(" + page + ",0)";
    }

    private static long page(String tid) {
        return Long.parseLong(tid.substring(1, tid.indexOf(',')));
    }
}
