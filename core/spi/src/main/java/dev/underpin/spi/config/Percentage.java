package dev.underpin.spi.config;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A share of a whole, such as {@code 60%}. */
@Textual(value = "a percentage such as 60%", pattern = "(100|[0-9]{1,2}(\\.[0-9]{1,3})?)%")
public record Percentage(BigDecimal value) {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?%");

    public Percentage {
        value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("a percentage lies between 0% and 100%");
        }
    }

    public static Percentage parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a percentage such as 60%");
        }
        return new Percentage(new BigDecimal(text.substring(0, text.length() - 1)));
    }

    /** 0.6 for 60%. */
    public double fraction() {
        return value.movePointLeft(2).doubleValue();
    }

    @Override
    public String toString() {
        return value.toPlainString() + "%";
    }
}
