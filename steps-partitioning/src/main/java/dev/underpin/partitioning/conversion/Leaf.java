package dev.underpin.partitioning.conversion;

import dev.underpin.spi.sql.QualifiedName;
import org.jooq.impl.DSL;

/**
 * A partition to be.
 *
 * @param bound as the server prints it
 */
public record Leaf(QualifiedName name, String bound) {

    static Leaf ofRange(QualifiedName name, String from, String to) {
        return new Leaf(name, "FOR VALUES FROM (" + quoted(from) + ") TO (" + quoted(to) + ")");
    }

    static Leaf below(QualifiedName name, String to) {
        return new Leaf(name, "FOR VALUES FROM (MINVALUE) TO (" + quoted(to) + ")");
    }

    static Leaf otherwise(QualifiedName name) {
        return new Leaf(name, "DEFAULT");
    }

    private static String quoted(String literal) {
        return DSL.inline(literal).toString();
    }
}
