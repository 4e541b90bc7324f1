package dev.underpin.partitioning.sql;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** How a server tells whether the tool's triggers are what they have to be, and how they become that again. */
public interface OwnTriggerStatements {

    /** Selects a row ({@link Broken}) for each trigger that is missing, off, or other than it has to be; at least one is given. */
    Sql broken(List<OwnTrigger> triggers);

    /**
     * Selects one text that changes when any of them, or its function, is changed, and be it there and back; also when a table
     * gains or loses a partition.
     */
    Sql touched(List<OwnTrigger> triggers);

    /** A trigger that makes no difference to what is written, to see how long it takes to make one. */
    Sql createIdle(String name, QualifiedName table);

    /** Makes that trigger what it has to be. */
    List<Sql> mend(OwnTrigger trigger, Broken broken, List<String> otherGrantees);

    /**
     * A trigger that is not what it has to be.
     *
     * @param schema of the table or partition
     * @param relation the table or partition
     * @param problem name of a {@link Problem}
     */
    record Broken(String schema, String relation, String trigger, String problem) {}

    /** What can be wrong with a trigger. */
    enum Problem {
        MISSING,
        /** It does not fire for every session: DISABLE TRIGGER, or ENABLE TRIGGER without ALWAYS. */
        NOT_ALWAYS,
        /** It has been replaced by another of its name. */
        ANOTHER,
        /** Its function has another text, or is not there. */
        FUNCTION
    }
}
