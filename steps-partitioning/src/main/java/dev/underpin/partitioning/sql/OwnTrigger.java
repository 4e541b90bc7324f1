package dev.underpin.partitioning.sql;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;

/**
 * A trigger of the tool's, as it has to be: ENABLE ALWAYS, calling that function with that text.
 *
 * @param table that has it
 * @param body the text of the function, to the letter
 * @param create makes the trigger, which fires always afterwards only if it is told to
 * @param replaceFunction makes the function again, or anew
 * @param timing what it fires for
 */
public record OwnTrigger(
        QualifiedName table,
        String name,
        QualifiedName function,
        String body,
        Sql create,
        Sql replaceFunction,
        Timing timing) {

    /**
     * @param conditional whether it has a condition
     * @param inPartitions whether each partition has it, too
     */
    public record Timing(
            boolean before,
            boolean forEachRow,
            boolean insert,
            boolean update,
            boolean delete,
            boolean truncate,
            boolean conditional,
            boolean inPartitions) {}
}
