package dev.underpin.spi.dialect;

import dev.underpin.spi.config.Textual;
import dev.underpin.spi.sql.PathName;
import java.util.Optional;

/**
 * A collation. Plans spell it exactly as the server lists it ({@code C}, {@code de-DE-x-icu}, {@code en_US.utf8}); to name
 * its schema, both parts stand in double quotes.
 */
@Textual("a collation, spelled as the server lists it, or \"schema\".\"name\" in double quotes")
public record CollationName(PathName name) {

    public static CollationName parse(String text) {
        return new CollationName(text.startsWith("\"") ? PathName.parse(text) : new PathName(Optional.empty(), text));
    }

    @Override
    public String toString() {
        boolean verbatim = name.schema().isEmpty() && !name.local().startsWith("\"");
        return verbatim
                ? name.local()
                : name.schema().map(schema -> quoted(schema) + ".").orElse("") + quoted(name.local());
    }

    private static String quoted(String part) {
        return '"' + part.replace("\"", "\"\"") + '"';
    }
}
