package dev.underpin.spi.sql;

import dev.underpin.spi.config.Textual;
import java.util.List;
import java.util.Optional;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** The name of an object that is looked up on the plan's search path unless its schema is given. */
@Textual(
        value = "a name such as jsonb_ops or extensions.gin_trgm_ops",
        pattern = NameSyntax.PART_FORM + "(\\." + NameSyntax.PART_FORM + ")?")
public record PathName(Optional<String> schema, String local) {

    public PathName {
        if (local.isEmpty() || schema.filter(String::isEmpty).isPresent()) {
            throw new IllegalArgumentException("a name cannot be empty");
        }
    }

    /** Reads {@code text_pattern_ops} or {@code extensions.gin_trgm_ops}. */
    public static PathName parse(String text) {
        List<String> parts = NameSyntax.parse(text);
        return switch (parts.size()) {
            case 1 -> new PathName(Optional.empty(), parts.get(0));
            case 2 -> new PathName(Optional.of(parts.get(0)), parts.get(1));
            default -> throw new IllegalArgumentException(text + " has more parts than a schema and a name");
        };
    }

    public Name jooq() {
        return schema.map(name -> DSL.quotedName(name, local)).orElseGet(() -> DSL.quotedName(local));
    }

    /** As a person would type it: quoted only where needed. */
    @Override
    public String toString() {
        return schema.map(name -> NameSyntax.readable(name) + ".").orElse("") + NameSyntax.readable(local);
    }
}
