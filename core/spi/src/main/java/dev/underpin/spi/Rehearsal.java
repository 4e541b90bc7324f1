package dev.underpin.spi;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * Ways in which a table can serve the plan's measured queries, tried on a sample of its rows before anything is changed.
 *
 * @param table that the queries read
 * @param standIn the temporary table that takes its place in them; of the same local name
 * @param lesser what is less work than the plan, the table as it is first
 * @param planned what the plan makes of the table
 */
public record Rehearsal(QualifiedName table, QualifiedName standIn, List<Way> lesser, Way planned) {

    /**
     * One way.
     *
     * @param title for people: "as it is"
     * @param setup makes the stand-in and fills it; temporary objects only
     * @param advice for people whose queries are clearly faster in this way than as planned; empty if it leads to none
     */
    public record Way(String title, List<Sql> setup, Optional<String> advice) {

        public Way {
            setup = List.copyOf(setup);
        }
    }

    public Rehearsal {
        lesser = List.copyOf(lesser);
        if (!table.local().equals(standIn.local())) {
            throw new IllegalArgumentException(standIn + " cannot stand in for " + table);
        }
    }
}
