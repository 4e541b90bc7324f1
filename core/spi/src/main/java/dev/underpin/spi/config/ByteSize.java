package dev.underpin.spi.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of data, written as PostgreSQL's settings are: {@code 10GB} is 10 × 1024³ bytes. */
@Textual(value = "a size such as 10GB (units B, kB, MB, GB, TB)", pattern = "[0-9]{1,19}(B|kB|MB|GB|TB)")
public record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,19})(B|kB|MB|GB|TB)");

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative");
        }
    }

    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size such as 10GB");
        }
        try {
            long bytes = Long.parseLong(matcher.group(1));
            for (int unit = 0; !UNITS[unit].equals(matcher.group(2)); unit++) {
                bytes = Math.multiplyExact(bytes, 1024L);
            }
            return new ByteSize(bytes);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is larger than any table can be", e);
        }
    }

    /** In the largest unit that expresses it exactly. */
    @Override
    public String toString() {
        long count = bytes;
        int unit = 0;
        while (count != 0 && count % 1024 == 0 && unit < UNITS.length - 1) {
            count /= 1024;
            unit++;
        }
        return count + UNITS[unit];
    }
}
