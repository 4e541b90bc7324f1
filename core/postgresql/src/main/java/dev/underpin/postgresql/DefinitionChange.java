package dev.underpin.postgresql;

import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements.Difference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a line of {@link DefinitionQueries#LINES} differs because a table was changed from one model to another. */
final class DefinitionChange {

    private static final Pattern ROW_SECURITY = Pattern.compile(" rls=[tf] forced=[tf] ");

    private static final String PART = "part of ";
    private static final Pattern BEHIND = Pattern.compile(" (?:of|to) ");

    private DefinitionChange() {}

    static boolean explains(Table before, Table after, Difference difference) {
        String name = difference.name();
        return switch (difference.kind()) {
            case "table" -> rowSecurityOnly(after.rowSecurity(), difference);
            case "column" -> changed(before, after, table -> table.column(name));
            case "constraint" -> names(name).anyMatch(each -> changed(before, after, table -> table.constraint(each)));
            case "index" -> names(name).anyMatch(each -> changed(before, after, table -> table.index(each)));
            case "trigger" -> changed(before, after, table -> named(table.triggers(), name, trigger -> trigger.name()));
            case "policy" ->
                changed(before, after, table -> named(table.rowSecurity().policies(), name, policy -> policy.name()));
            case "rule" -> changed(before, after, table -> named(table.rules(), name, rule -> rule.name()));
            case "statistics" ->
                changed(
                        before,
                        after,
                        table -> named(
                                table.statistics(), name, kept -> kept.name().local()));
            default -> false;
        };
    }

    /**
     * Of which name of the table a line may speak: of a partition's part it says whose part it is, and behind that of which partition,
     * as {@link DefinitionQueries} words it. A name may itself contain such words.
     */
    private static Stream<String> names(String line) {
        if (!line.startsWith(PART)) {
            return Stream.of(line);
        }
        String rest = line.substring(PART.length());
        Stream.Builder<String> names = Stream.builder();
        names.add(rest);
        Matcher behind = BEHIND.matcher(rest);
        while (behind.find()) {
            names.add(rest.substring(0, behind.start()));
        }
        return names.build();
    }

    private static boolean changed(Table before, Table after, Function<Table, Optional<?>> part) {
        return !part.apply(before).equals(part.apply(after));
    }

    private static <T> Optional<T> named(List<T> parts, String name, Function<T, String> nameOf) {
        return parts.stream().filter(part -> nameOf.apply(part).equals(name)).findFirst();
    }

    /** The line of the table as a whole says much more; nothing else of it may differ. */
    private static boolean rowSecurityOnly(RowSecurity predicted, Difference difference) {
        String expected = " rls=" + sign(predicted.enabled()) + " forced=" + sign(predicted.forced()) + " ";
        return ROW_SECURITY.matcher(difference.was()).replaceFirst(expected).equals(difference.is());
    }

    private static char sign(boolean set) {
        return set ? 't' : 'f';
    }
}
