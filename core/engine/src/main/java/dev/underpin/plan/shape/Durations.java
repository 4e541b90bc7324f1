package dev.underpin.plan.shape;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How exact time spans are written: a whole number and one unit, {@code 300ms}. */
public final class Durations {

    static final String FORM = "[0-9]{1,19}(ms|s|m|h|d)";

    static final String EXPECTED = "a duration such as 300ms (units ms, s, m, h, d)";

    private static final Pattern LOOSE = Pattern.compile("([-+]?[0-9.]+)\\s*([A-Za-zµ]*)");

    private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

    static {
        MILLIS.put("d", 86_400_000L);
        MILLIS.put("h", 3_600_000L);
        MILLIS.put("m", 60_000L);
        MILLIS.put("s", 1_000L);
        MILLIS.put("ms", 1L);
    }

    private Durations() {}

    /** @throws IllegalArgumentException with a message for users */
    public static Duration parse(String text) {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration" + reason(text));
        }
        int unit = text.length() - (text.endsWith("ms") ? 2 : 1);
        try {
            long count = Long.parseLong(text.substring(0, unit));
            Long millis = MILLIS.get(text.substring(unit));
            return Duration.ofMillis(Math.multiplyExact(count, millis == null ? 1L : millis));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than can be counted", e);
        }
    }

    private static String reason(String text) {
        Matcher loose = LOOSE.matcher(text);
        if (!loose.matches()) {
            return "";
        }
        if (loose.group(1).startsWith("-")) {
            return ": it is negative";
        }
        if (loose.group(2).isEmpty()) {
            return ": it has no unit";
        }
        return MILLIS.containsKey(loose.group(2))
                ? ": it is a whole number and a unit without a space"
                : ": its unit is unknown";
    }

    /** In the largest unit that expresses it exactly. */
    static String print(Duration duration) {
        long millis = duration.toMillis();
        if (duration.isNegative() || !Duration.ofMillis(millis).equals(duration)) {
            throw new IllegalArgumentException(duration + " is no whole number of milliseconds");
        }
        for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
            if (millis % unit.getValue() == 0 && (millis > 0 || unit.getKey().equals("s"))) {
                return millis / unit.getValue() + unit.getKey();
            }
        }
        throw new IllegalStateException("every number of milliseconds is one of ms");
    }
}
