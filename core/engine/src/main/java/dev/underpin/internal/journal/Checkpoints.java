package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.CHECKPOINT;

import dev.underpin.db.Session;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import tools.jackson.core.type.TypeReference;

/** How far the chunks of an action have come; moves in the transaction of each chunk. */
public final class Checkpoints {

    private static final TypeReference<List<String>> KEY = new TypeReference<>() {};

    private final JournalWriter journal;
    private final JournalJson json;

    public Checkpoints(JournalWriter journal, JournalJson json) {
        this.journal = journal;
        this.json = json;
    }

    /** A row of a key as a position. */
    public String position(List<String> key) {
        return json.text(key);
    }

    /** The row of a key that a position stands for. */
    public List<String> key(String position) {
        return json.read(position, KEY);
    }

    /**
     * A contiguous part of the work.
     *
     * @param position up to which all is done; equal to {@code upper} when the segment is
     * @param relfilenode of the table when the bounds were frozen
     */
    public record Segment(int number, String lower, String upper, String position, long relfilenode, long rows) {

        public boolean done() {
            return position.equals(upper);
        }
    }

    public List<Segment> of(long action) {
        return journal.read(dsl -> dsl.select(CHECKPOINT.fields())
                .from(CHECKPOINT)
                .where(CHECKPOINT.action.eq(action))
                .orderBy(CHECKPOINT.segment)
                .fetch(Checkpoints::segment));
    }

    private static Segment segment(Record row) {
        return new Segment(
                row.get(CHECKPOINT.segment),
                row.get(CHECKPOINT.lower),
                row.get(CHECKPOINT.upper),
                row.get(CHECKPOINT.position),
                row.get(CHECKPOINT.relfilenode),
                row.get(CHECKPOINT.rows));
    }

    /** Freezes the bounds; replaces those of a table that has been rewritten since. */
    public void freeze(long action, List<Segment> segments) {
        journal.write(dsl -> {
            dsl.deleteFrom(CHECKPOINT).where(CHECKPOINT.action.eq(action)).execute();
            segments.forEach(segment -> insert(dsl, action, segment));
            return segments.size();
        });
    }

    private static void insert(DSLContext dsl, long action, Segment segment) {
        dsl.insertInto(CHECKPOINT)
                .set(CHECKPOINT.action, action)
                .set(CHECKPOINT.segment, segment.number())
                .set(CHECKPOINT.lower, segment.lower())
                .set(CHECKPOINT.upper, segment.upper())
                .set(CHECKPOINT.position, segment.position())
                .set(CHECKPOINT.relfilenode, segment.relfilenode())
                .set(CHECKPOINT.rows, segment.rows())
                .execute();
    }

    /** Inside the chunk's transaction. */
    public void advance(Session worker, long action, int segment, String position, long rows) {
        journal.within(
                worker,
                dsl -> dsl.update(CHECKPOINT)
                        .set(CHECKPOINT.position, position)
                        .set(CHECKPOINT.rows, CHECKPOINT.rows.plus(rows))
                        .where(CHECKPOINT.action.eq(action).and(CHECKPOINT.segment.eq(segment)))
                        .execute());
    }

    /** Inside a transaction that consumes what it works on and needs no other checkpoint. */
    public void fence(Session worker) {
        journal.within(worker, dsl -> 0);
    }
}
