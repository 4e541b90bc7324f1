package dev.underpin.partitioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of the page about security, in which the names are those of a test. */
final class RoleScript {

    private static final Pattern FENCED = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private RoleScript() {}

    /** The blocks in their order: the role and its rights, rights on another schema, the end. */
    static List<String> blocks(Map<String, String> names) {
        List<String> blocks = FENCED.matcher(page())
                .results()
                .map(found -> named(found.group(1), names))
                .toList();
        if (blocks.size() != 3) {
            throw new IllegalStateException("docs/security.md has " + blocks.size() + " scripts");
        }
        return blocks;
    }

    static String named(String sql, Map<String, String> names) {
        String named = sql;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replaceAll("\\b" + name.getKey() + "\\b", Matcher.quoteReplacement(name.getValue()));
        }
        return named;
    }

    private static String page() {
        try {
            Path beside = Path.of("../docs/security.md");
            return Files.readString(Files.exists(beside) ? beside : Path.of("docs/security.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
