package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.EVENT;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What is noted of a run beside its programs: a kind and a body, in the order in which they were noted. */
public final class JournalEvents {

    private static final String DUTY = "duty";

    private final JournalWriter journal;

    public JournalEvents(JournalWriter journal) {
        this.journal = journal;
    }

    public void note(UUID run, String kind, String body) {
        journal.write(dsl -> note(dsl, run, kind, body));
    }

    static int note(DSLContext dsl, UUID run, String kind, String body) {
        return note(dsl, run, kind, DSL.val(JSONB.jsonb(body)));
    }

    private static int note(DSLContext dsl, UUID run, String kind, Field<JSONB> body) {
        return dsl.insertInto(EVENT)
                .set(EVENT.run, run)
                .set(EVENT.kind, kind)
                .set(EVENT.body, body)
                .execute();
    }

    /** That a duty of a step was done, or found nothing to do. */
    public void dutyDone(UUID run, String step, String phase, Instant began) {
        Field<JSONB> body = DSL.field(
                "pg_catalog.jsonb_build_object('step', {0}::text, 'phase', {1}::text, 'began', {2}::text)",
                SQLDataType.JSONB, DSL.val(step), DSL.val(phase), DSL.val(began.toString()));
        journal.write(dsl -> note(dsl, run, DUTY, body));
    }

    /** When a duty that was done was last begun. */
    public Optional<Instant> lastDuty(UUID run, String step, String phase) {
        return journal.read(dsl -> dsl.select(DSL.jsonbGetAttributeAsText(EVENT.body, "began"))
                .from(EVENT)
                .where(
                        of(run, DUTY),
                        DSL.jsonbGetAttributeAsText(EVENT.body, "step").eq(step),
                        DSL.jsonbGetAttributeAsText(EVENT.body, "phase").eq(phase))
                .orderBy(EVENT.id.desc())
                .limit(DSL.inline(1))
                .fetchOptional()
                .map(row -> Instant.parse(row.value1())));
    }

    /** The bodies of all of that kind, in their order. */
    public List<String> all(UUID run, String kind) {
        return journal.read(dsl -> dsl.select(EVENT.body)
                .from(EVENT)
                .where(of(run, kind))
                .orderBy(EVENT.id)
                .fetch(row -> row.value1().data()));
    }

    /** The body of the latest of that kind. */
    public Optional<String> latest(UUID run, String kind) {
        return journal.read(dsl -> latest(dsl, run, kind));
    }

    public static Optional<String> latest(DSLContext dsl, UUID run, String kind) {
        return dsl.select(EVENT.body)
                .from(EVENT)
                .where(of(run, kind))
                .orderBy(EVENT.id.desc())
                .limit(DSL.inline(1))
                .fetchOptional()
                .map(row -> row.value1().data());
    }

    private static Condition of(UUID run, String kind) {
        return EVENT.run.eq(run).and(EVENT.kind.eq(kind));
    }
}
