package dev.underpin.spi;

import java.util.List;

/**
 * Ways in which a table can serve the plan's measured queries, tried on a sample of its rows before anything is changed.
 *
 * @param table that the queries read
 * @param standIn the temporary table that takes its place in them; of the same local name
 * @param lesser what is less work than the plan, the table as it is first
 * @param planned what the plan makes of the table
 * @param advice for people whose queries are no faster as planned than in a lesser way
 */
public record Rehearsal(QualifiedName table, QualifiedName standIn, List<Way> lesser, Way planned, String advice) {

    /**
     * One way.
     *
     * @param title for people: "as it is"
     * @param setup makes the stand-in and fills it; temporary objects only
     */
    public record Way(String title, List<Sql> setup) {

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
