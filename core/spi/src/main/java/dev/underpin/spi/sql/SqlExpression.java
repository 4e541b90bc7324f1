package dev.underpin.spi.sql;

import dev.underpin.spi.config.Textual;

/** An expression that the plan's author wrote: complete in itself, so that it can stand between parentheses. */
@Textual(value = "an SQL expression", sql = true, anyScalar = true)
public record SqlExpression(String text) {

    /**
     * @throws IllegalArgumentException if the text ends in the midst of something, or goes on after its end
     */
    public SqlExpression {
        SqlFragment.requireComplete(text);
    }

    public static SqlExpression parse(String text) {
        return new SqlExpression(SqlToken.stripped(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
