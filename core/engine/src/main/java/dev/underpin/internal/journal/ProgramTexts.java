package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.PROGRAM;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;

/**
 * What the programs of a run say, each read once by a command: a text is as long as the table has partitions, and asked for with each
 * action. What has been read and found to be what was written down is executed, whoever edits the journal meanwhile.
 */
final class ProgramTexts {

    private final JournalJson json;
    private final UUID run;
    private final Map<Long, Text> texts = new ConcurrentHashMap<>();

    ProgramTexts(JournalJson json, UUID run) {
        this.json = json;
        this.run = run;
    }

    private record Text(String sha256, Program program) {}

    boolean knows(long id, String sha256) {
        Text text = texts.get(id);
        return text != null && text.sha256().equals(sha256);
    }

    /** One that this command has written down itself. */
    void wrote(long id, String sha256, Program program) {
        texts.put(id, new Text(sha256, program));
    }

    /** @throws Failure if one of them is not what was written down */
    void read(DSLContext dsl, List<Long> ids) {
        if (ids.isEmpty()) {
            return;
        }
        dsl.select(PROGRAM.id, PROGRAM.sha256, PROGRAM.body)
                .from(PROGRAM)
                .where(PROGRAM.id.in(ids))
                .forEach(row -> texts.put(
                        row.value1(),
                        text(row.value1(), row.value2(), row.value3().data())));
    }

    /** Of one that is known. */
    Program program(long id) {
        return Objects.requireNonNull(texts.get(id)).program();
    }

    void forget(long id) {
        texts.remove(id);
    }

    private Text text(long id, String sha256, String body) {
        if (!json.digest(body).equals(sha256)) {
            throw new Failure(
                    Outcome.REFUSED,
                    EngineCodes.JOURNAL_EDITED,
                    "program " + id + " of run " + run
                            + " is not what was written down: its SHA-256 differs; nothing of it was executed",
                    "Somebody has edited the journal. Find out who did, and put back underpin.program.body as it was.");
        }
        return new Text(sha256, json.readProgram(body));
    }
}
