package dev.underpin.spi.sql;

import dev.underpin.spi.config.Textual;
import java.util.Comparator;
import java.util.List;
import org.jooq.Name;
import org.jooq.impl.DSL;

/**
 * The name of an object in a schema, as the catalog spells it (not quoted, not folded). Plans write it as psql does:
 * folded to lower case unless in double quotes, in schema {@code public} if no other is named.
 */
@Textual(
        value = "a name such as messages, chat.messages, or chat.\"My Messages\" with the quotes",
        pattern = NameSyntax.PART_FORM + "(\\." + NameSyntax.PART_FORM + ")?")
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

    /** Reads {@code messages}, {@code chat.messages} or {@code "My Schema"."Messages"}. */
    public static QualifiedName parse(String text) {
        List<String> parts = NameSyntax.parse(text);
        return switch (parts.size()) {
            case 1 -> new QualifiedName("public", parts.get(0));
            case 2 -> new QualifiedName(parts.get(0), parts.get(1));
            default -> throw new IllegalArgumentException(text + " has more parts than a schema and a name");
        };
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
        return NameSyntax.readable(schema) + "." + NameSyntax.readable(local);
    }
}
