package dev.underpin.db;

import dev.underpin.spi.dialect.Mark;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.SqlToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the driver's placeholders where a statement's parameters stand, and binds their values. */
final class Parameters {

    private Parameters() {}

    static PreparedStatement prepare(
            Connection connection, OneStatement oneStatement, Sql sql, Map<String, String> late) throws SQLException {
        String text = Mark.in(withPlaceholders(sql));
        oneStatement.require(text);
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            int index = 1;
            for (Sql.Param param : sql.params()) {
                bind(statement, index++, param, late);
            }
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
        return statement;
    }

    /** The statement with its values written into it. */
    static String inlined(Sql sql, Map<String, String> late) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (Sql.Param param : sql.params()) {
            text.append(sql.text(), copied, param.offset())
                    .append("CAST(")
                    .append(literal(param.value().orElse(late.get(param.name()))))
                    .append(" AS ")
                    .append(param.type())
                    .append(')');
            copied = param.offset() + 1 + param.name().length();
        }
        return text.append(sql.text().substring(copied)).toString();
    }

    /** As an escape string: it means the same whatever the session's settings. */
    private static String literal(@Nullable String value) {
        return value == null ? "NULL" : "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static String withPlaceholders(Sql sql) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (Sql.Param param : sql.params()) {
            text.append(literally(sql.text().substring(copied, param.offset())));
            text.append("CAST(? AS ").append(param.type()).append(')');
            copied = param.offset() + 1 + param.name().length();
        }
        return text.append(literally(sql.text().substring(copied))).toString();
    }

    /** A question mark that is an operator's is doubled for the driver; within quotations and comments it means itself. */
    private static String literally(String text) {
        if (text.indexOf('?') < 0) {
            return text;
        }
        StringBuilder literal = new StringBuilder();
        int copied = 0;
        for (SqlToken token : SqlToken.of(text)) {
            if (token.kind() == SqlToken.Kind.SIGN && token.in(text).equals("?")) {
                literal.append(text, copied, token.end()).append('?');
                copied = token.end();
            }
        }
        return literal.append(text, copied, text.length()).toString();
    }

    private static void bind(PreparedStatement statement, int index, Sql.Param param, Map<String, String> late)
            throws SQLException {
        String value = param.value().orElse(late.get(param.name()));
        if (value == null) {
            if (!late.containsKey(param.name())) {
                throw new IllegalArgumentException("no value for :" + param.name());
            }
            statement.setNull(index, Types.OTHER);
        } else {
            statement.setObject(index, value, Types.OTHER);
        }
    }
}
