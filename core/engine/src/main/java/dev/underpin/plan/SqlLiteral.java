package dev.underpin.plan;

import dev.underpin.spi.sql.Identifier;
import java.math.BigDecimal;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;

/** A parameter's value as SQL. */
final class SqlLiteral {

    private SqlLiteral() {}

    static String of(Parameter parameter) {
        String text = parameter.value();
        return switch (parameter.type()) {
            case INTEGER, NUMBER -> number(new BigDecimal(text));
            case BOOLEAN -> render(DSL.inline(Boolean.parseBoolean(text)));
            case TEXT -> render(DSL.inline(text));
            case DURATION, INTERVAL -> typed(text, "interval");
            case DATE -> typed(text, "date");
            case TIMESTAMP -> typed(text, "timestamptz");
            case UUID -> typed(text, "uuid");
            case NAME -> render(Identifier.parse(text).jooq());
        };
    }

    /** In parentheses where a sign could meet another one and begin a comment. */
    private static String number(BigDecimal number) {
        String literal = render(DSL.inline(number));
        return number.signum() < 0 ? "(" + literal + ")" : literal;
    }

    private static String typed(String text, String type) {
        return render(DSL.field("cast({0} as {1})", DSL.inline(text), DSL.keyword(type)));
    }

    private static String render(QueryPart part) {
        return DSL.using(SQLDialect.DEFAULT)
                .renderContext()
                .paramType(ParamType.INLINED)
                .visit(part)
                .render();
    }
}
