package dev.underpin.postgresql;

import dev.underpin.spi.Sql;
import dev.underpin.spi.dialect.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Pieces of statements. */
final class Fragments {

    private Fragments() {}

    /** Everybody, and those roles by name. */
    static QueryPart roles(List<String> others) {
        List<QueryPart> all = new ArrayList<>();
        all.add(DSL.keyword("PUBLIC"));
        others.stream()
                .filter(role -> !role.equals("public"))
                .distinct()
                .sorted()
                .forEach(role -> all.add(DSL.quotedName(role)));
        return DSL.list(all);
    }

    /** The text between dollar quotes that do not occur in it. */
    static Sql dollarQuoted(Dialect dialect, Sql body) {
        StringBuilder tag = new StringBuilder("$underpin");
        while (body.text().contains(tag + "$")) {
            tag.append('_');
        }
        return dialect.sql(tag + "${0}" + tag + "$", body);
    }
}
