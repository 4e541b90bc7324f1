package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** How a server makes, shows and removes triggers of tables. */
public interface TriggerStatements {

    /** @param tables the table first, then those below it that get a copy */
    Sql create(List<QualifiedName> tables, NewTrigger trigger);

    /** @param tables as for {@link #create} */
    Sql drop(List<QualifiedName> tables, String trigger);

    Sql comment(QualifiedName table, String trigger, String comment);

    /** Selects a {@link Forbidden} for each of the tables on which the role may not make triggers. */
    Sql forbidden(List<QualifiedName> tables, String role);

    /** A table, as a person would write it. */
    record Forbidden(String table) {}

    /**
     * Selects one text: what the trigger is, when it fires, and its comment; of copies on partitions only how they differ from it. Empty if it
     * is not there.
     */
    Sql of(QualifiedName table, String trigger);

    /** For the scratch session: adds to a stand-in. */
    Sql addToStandIn(QualifiedName standIn, NewTrigger trigger);

    /** For the scratch session: an {@link Ending}. */
    Sql ending(QualifiedName standIn, NewTrigger trigger);

    /** The trigger as the catalog's model has it. */
    Trigger model(QualifiedName table, boolean inherited, NewTrigger trigger, Ending ending);

    /**
     * What the definition of a trigger ends with, whichever table it is for.
     *
     * @param wholeRow whether it speaks of rows as a whole, which copies on partitions do otherwise
     */
    record Ending(String text, boolean wholeRow) {}

    /**
     * A trigger as a plan words it.
     *
     * @param columns whose update fires it; empty: any
     * @param condition in the plan author's words
     * @param function without arguments
     */
    record NewTrigger(
            String name,
            Timing timing,
            List<Event> events,
            List<String> columns,
            boolean forEachRow,
            Optional<String> condition,
            QualifiedName function,
            Optional<String> comment) {

        public NewTrigger {
            events = events.stream().sorted().distinct().toList();
            columns = List.copyOf(columns);
        }
    }

    /** Whether it fires before or after what is done. */
    enum Timing {
        BEFORE,
        AFTER
    }

    /** What fires it. */
    enum Event {
        INSERT,
        DELETE,
        UPDATE,
        TRUNCATE
    }
}
