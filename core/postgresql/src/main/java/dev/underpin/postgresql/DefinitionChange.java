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
            case "table" -> asPredicted(before, after, difference);
            case "column" -> names(name).anyMatch(each -> changed(before, after, table -> table.column(each)));
            case "constraint" -> names(name).anyMatch(each -> changed(before, after, table -> table.constraint(each)));
            case "index" -> names(name).anyMatch(each -> changed(before, after, table -> table.index(each)));
            case "trigger" ->
                names(name)
                        .anyMatch(each -> changed(
                                before, after, table -> named(table.triggers(), each, trigger -> trigger.name())));
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
     * Of which name of the table a line may speak: of what a partition has, it says behind the name of which partition, and of a partition's
     * part before it whose part it is, as {@link DefinitionQueries} words it. A name may itself contain such words.
     */
    private static Stream<String> names(String line) {
        String rest = line.startsWith(PART) ? line.substring(PART.length()) : line;
        Stream.Builder<String> names = Stream.builder();
        names.add(line).add(rest);
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

    /** The line of the table as a whole says much at once; nothing that the models have alike may differ. */
    private static boolean asPredicted(Table before, Table after, Difference difference) {
        String was = withRowSecurity(difference.was(), after.rowSecurity());
        String is = difference.is();
        if (!before.owner().equals(after.owner())) {
            was = without(was, " owner=", " persistence=");
            is = without(is, " owner=", " persistence=");
        }
        if (!before.options().equals(after.options())) {
            was = without(was, " options=", " rls=");
            is = without(is, " options=", " rls=");
        }
        if (!before.comment().equals(after.comment())) {
            was = without(was, " comment=", " rights=");
            is = without(is, " comment=", " rights=");
        }
        if (!before.acl().equals(after.acl())) {
            was = without(was, " rights=", " key=");
            is = without(is, " rights=", " key=");
        }
        return was.equals(is);
    }

    private static String withRowSecurity(String line, RowSecurity predicted) {
        String expected = " rls=" + sign(predicted.enabled()) + " forced=" + sign(predicted.forced()) + " ";
        return ROW_SECURITY.matcher(line).replaceFirst(expected);
    }

    /** What stands between the first word and the last of the second kind behind it. */
    private static String without(String line, String from, String to) {
        int start = line.indexOf(from);
        int end = line.lastIndexOf(to);
        return start < 0 || end < start ? line : line.substring(0, start) + line.substring(end);
    }

    private static char sign(boolean set) {
        return set ? 't' : 'f';
    }
}
