package dev.underpin.spi.sql;

import dev.underpin.spi.config.Textual;
import java.util.List;
import org.jooq.Name;
import org.jooq.impl.DSL;

/**
 * The name of a column, an index, a role …, as the catalog spells it. Plans write it as psql does: folded to lower case
 * unless in double quotes.
 */
@Textual(value = "a name such as messages, or \"My Messages\" with the quotes", pattern = NameSyntax.PART_FORM)
public record Identifier(String name) implements Comparable<Identifier> {

    public Identifier {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name cannot be empty");
        }
    }

    /** Reads {@code messages} or {@code "My Messages"}; refuses what the server would shorten. */
    public static Identifier parse(String text) {
        List<String> parts = NameSyntax.parse(text);
        if (parts.size() != 1) {
            throw new IllegalArgumentException(text + " has a schema, but a name without one is expected");
        }
        return new Identifier(parts.get(0));
    }

    public Name jooq() {
        return DSL.quotedName(name);
    }

    @Override
    public int compareTo(Identifier other) {
        return name.compareTo(other.name);
    }

    /** As a person would type it: quoted only where needed. */
    @Override
    public String toString() {
        return NameSyntax.readable(name);
    }
}
