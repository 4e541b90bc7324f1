package dev.underpin.internal.journal;

import dev.underpin.db.Session;
import java.util.List;
import org.jooq.DSLContext;
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
        return journal.read(dsl -> dsl.fetch(
                        "SELECT segment, lower, upper, position, relfilenode, rows FROM underpin.checkpoint WHERE action = ? ORDER BY segment",
                        action)
                .map(row -> new Segment(
                        row.get("segment", Integer.class),
                        row.get("lower", String.class),
                        row.get("upper", String.class),
                        row.get("position", String.class),
                        row.get("relfilenode", Long.class),
                        row.get("rows", Long.class))));
    }

    /** Freezes the bounds; replaces those of a table that has been rewritten since. */
    public void freeze(long action, List<Segment> segments) {
        journal.write(dsl -> {
            dsl.execute("DELETE FROM underpin.checkpoint WHERE action = ?", action);
            segments.forEach(segment -> insert(dsl, action, segment));
            return segments.size();
        });
    }

    private static void insert(DSLContext dsl, long action, Segment segment) {
        dsl.execute(
                "INSERT INTO underpin.checkpoint (action, segment, lower, upper, position, relfilenode, rows) VALUES (?, ?, ?, ?, ?, ?, ?)",
                action,
                segment.number(),
                segment.lower(),
                segment.upper(),
                segment.position(),
                segment.relfilenode(),
                segment.rows());
    }

    /** Inside the chunk's transaction. */
    public void advance(Session worker, long action, int segment, String position, long rows) {
        journal.within(
                worker,
                dsl -> dsl.execute(
                        "UPDATE underpin.checkpoint SET position = ?, rows = rows + ? WHERE action = ? AND segment = ?",
                        position,
                        rows,
                        action,
                        segment));
    }

    /** Inside a transaction that consumes what it works on and needs no other checkpoint. */
    public void fence(Session worker) {
        journal.within(worker, dsl -> 0);
    }
}
