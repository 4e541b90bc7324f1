package dev.underpin.partitioning.config;

import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.config.Textual;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How partitions are called: text with placeholders for the table's name and the period's first moment. */
@Textual(
        value = "a name with {table} and any of {yyyy}, {MM}, {dd}, {HH}, {Q} (quarter), {xxxx} and {ww} (ISO week)",
        pattern = "([^{}]|\\{(table|yyyy|MM|dd|HH|Q|xxxx|ww)\\})+")
public record NamePattern(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /** Generously: a name has 63 bytes, and the longest placeholder stands for fewer than it has. */
    private static final int LONGEST = 500;

    public NamePattern {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a name cannot be empty");
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            value(matcher.group(1), "", ZonedDateTime.parse("2024-01-01T00:00:00Z"));
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a name of " + text.length() + " signs is longer than any can be");
        }
        String rest = PLACEHOLDER.matcher(text).replaceAll("");
        if (rest.contains("{") || rest.contains("}")) {
            throw new IllegalArgumentException("a placeholder of \"" + text + "\" does not end");
        }
    }

    public static NamePattern parse(String text) {
        return new NamePattern(text);
    }

    /** The pattern that tells periods of that length apart. */
    public static NamePattern fitting(CalendarInterval interval) {
        return new NamePattern("{table}_{yyyy}"
                + switch (interval.unit()) {
                    case YEAR -> "";
                    case QUARTER -> "_q{Q}";
                    case MONTH -> "_{MM}";
                    case WEEK, DAY -> "_{MM}_{dd}";
                    case HOUR -> "_{MM}_{dd}_{HH}";
                });
    }

    /** The name of the partition of {@code table} whose period begins at {@code start}, in the plan's time zone. */
    public String name(String table, ZonedDateTime start) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), table, start)));
    }

    private static String value(String placeholder, String table, ZonedDateTime start) {
        return switch (placeholder) {
            case "table" -> table;
            case "yyyy" -> padded(start.getYear(), 4);
            case "MM" -> padded(start.getMonthValue(), 2);
            case "dd" -> padded(start.getDayOfMonth(), 2);
            case "HH" -> padded(start.getHour(), 2);
            case "Q" -> padded(start.get(IsoFields.QUARTER_OF_YEAR), 1);
            case "xxxx" -> padded(start.get(IsoFields.WEEK_BASED_YEAR), 4);
            case "ww" -> padded(start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            default ->
                throw new IllegalArgumentException("{" + placeholder
                        + "} is no placeholder; there are {table}, {yyyy}, {MM}, {dd}, {HH}, {Q}, {xxxx} and {ww}");
        };
    }

    private static String padded(int number, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    @Override
    public String toString() {
        return text;
    }
}
