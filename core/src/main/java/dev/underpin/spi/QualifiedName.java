package dev.underpin.spi;

import java.util.Comparator;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** The name of an object in a schema, as the catalog spells it (not quoted, not folded). */
public record QualifiedName(String schema, String local) implements Comparable<QualifiedName> {

    private static final Comparator<QualifiedName> ORDER =
            Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::local);

    public QualifiedName {
        if (schema.isEmpty() || local.isEmpty()) {
            throw new IllegalArgumentException("a name has a schema and a local part");
        }
    }

    public static QualifiedName of(String schema, String local) {
        return new QualifiedName(schema, local);
    }

    /** Another object of the same schema. */
    public QualifiedName sibling(String otherLocal) {
        return new QualifiedName(schema, otherLocal);
    }

    public Name jooq() {
        return DSL.quotedName(schema, local);
    }

    @Override
    public int compareTo(QualifiedName other) {
        return ORDER.compare(this, other);
    }

    /** As a person would type it: quoted only where needed. */
    @Override
    public String toString() {
        return readable(schema) + "." + readable(local);
    }

    private static String readable(String part) {
        return part.matches("[a-z_][a-z0-9_$]*") ? part : '"' + part.replace("\"", "\"\"") + '"';
    }
}
