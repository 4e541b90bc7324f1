package dev.underpin.internal.batch;

import dev.underpin.db.Session;
import dev.underpin.internal.journal.Checkpoints.Segment;
import dev.underpin.spi.program.Chunks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Walks a unique, NULL-free key in its order. Positions are rows of the key as the journal writes them; the upper bound is
 * frozen at the start, so that the work ends although rows are being added.
 */
final class KeyBatches {

    private static final long FIRST_CHUNK_ROWS = 1_000;

    private final BatchScope scope;
    private final Chunks.Keys keys;

    KeyBatches(BatchScope scope, Chunks.Keys keys) {
        this.scope = scope;
        this.keys = keys;
    }

    long run() {
        return scope.sessions().with(this::walk);
    }

    private long walk(Session session) {
        Optional<Segment> segment = segment(session);
        ProgressMeter meter =
                scope.meter("rows", -1, 0, segment.map(Segment::rows).orElse(0L));
        if (segment.isEmpty()) {
            return 0;
        }
        ChunkRunner chunk = new ChunkRunner(scope);
        Throttle throttle = scope.throttle();
        meter.heldBackBy(throttle, 1);
        AdaptiveSize size = new AdaptiveSize(scope.action().pace().targetBatchTime(), FIRST_CHUNK_ROWS, 1, 1_000_000);
        Position position = Position.of(segment.get());
        Optional<Range> range = next(session, position, segment.get().upper(), size.current());
        while (range.isPresent()) {
            throttle.await(session);
            long begun = System.nanoTime();
            long rows = chunk.run(session, binds(range.get()), 0, range.get().to());
            size.took(range.get().count(), Duration.ofNanos(System.nanoTime() - begun));
            meter.add(range.get().count(), rows);
            position = new Position(Optional.of(range.get().to()));
            range = next(session, position, segment.get().upper(), size.current());
        }
        return meter.rows();
    }

    /** The last key that has been dealt with. */
    private record Position(Optional<String> after) {
        static Position of(Segment segment) {
            return new Position(segment.position().isEmpty() ? Optional.empty() : Optional.of(segment.position()));
        }
    }

    private record Range(String from, String to, long count) {}

    private Map<String, String> binds(Range range) {
        Map<String, String> binds = new HashMap<>();
        put(binds, "from_", scope.checkpoints().key(range.from()));
        put(binds, "to_", scope.checkpoints().key(range.to()));
        return binds;
    }

    private static void put(Map<String, String> binds, String prefix, List<String> values) {
        IntStream.range(0, values.size()).forEach(i -> binds.put(prefix + (i + 1), values.get(i)));
    }

    private Optional<Segment> segment(Session session) {
        List<Segment> known = scope.checkpoints().of(scope.actionId());
        if (!known.isEmpty()) {
            return Optional.of(known.get(0));
        }
        Optional<Segment> fresh = session.dsl()
                .select(texts())
                .from(table())
                .orderBy(order(false))
                .limit(1)
                .fetchOptional()
                .map(row -> new Segment(0, "", position(row), "", 0, 0));
        fresh.ifPresent(segment -> scope.checkpoints().freeze(scope.actionId(), List.of(segment)));
        return fresh;
    }

    private Optional<Range> next(Session session, Position position, String upper, long size) {
        if (position.after().filter(upper::equals).isPresent()) {
            return Optional.empty();
        }
        DSLContext dsl = session.dsl();
        var within = dsl.select(fields())
                .select(texts())
                .from(table())
                .where(position.after().map(key -> compare(">", key)).orElse(DSL.noCondition()))
                .and(compare("<=", upper))
                .orderBy(order(true))
                .limit(size);
        List<Record> ends = dsl.fetch("""
                WITH within AS MATERIALIZED ({1})
                (SELECT {0}, (SELECT count(*) FROM within) AS entries FROM within ORDER BY {2} LIMIT 1)
                UNION ALL
                (SELECT {0}, 0 AS entries FROM within ORDER BY {3} LIMIT 1)
                """, DSL.list(texts()), within, DSL.list(order(true)), DSL.list(order(false)));
        return ends.size() < 2
                ? Optional.empty()
                : Optional.of(new Range(
                        position(ends.get(0)),
                        position(ends.get(1)),
                        ends.get(0).get(keys.columns().size(), Long.class)));
    }

    private Table<Record> table() {
        return DSL.table(keys.table().jooq());
    }

    private List<Field<Object>> fields() {
        return keys.columns().stream()
                .map(column -> DSL.field(DSL.quotedName(column)))
                .collect(Collectors.toList());
    }

    private List<SortField<Object>> order(boolean ascending) {
        return fields().stream()
                .map(field -> ascending ? field.asc() : field.desc())
                .collect(Collectors.toList());
    }

    /** Under names of their own, so that ORDER BY means the columns and not their text. */
    private List<Field<String>> texts() {
        return fields().stream()
                .map(field -> field.cast(SQLDataType.CLOB).as("text of " + field.getName()))
                .toList();
    }

    private String position(Record row) {
        return scope.checkpoints()
                .position(IntStream.range(0, keys.columns().size())
                        .mapToObj(i -> row.get(i, String.class))
                        .toList());
    }

    /** Untyped literals take the columns' types in a row comparison. */
    private org.jooq.Condition compare(String operator, String key) {
        return DSL.condition(
                "({0}) " + operator + " ({1})",
                DSL.list(fields()),
                DSL.list(scope.checkpoints().key(key).stream().map(DSL::inline).toList()));
    }
}
