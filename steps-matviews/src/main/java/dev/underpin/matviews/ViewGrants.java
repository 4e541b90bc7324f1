package dev.underpin.matviews;

import dev.underpin.matviews.MatviewStatements.Granted;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Who may use a materialized view, beside its owner. */
@Described("Who may use the materialized view beside its owner: these roles, and no others.")
public record ViewGrants(
        @Described(value = "Roles that may read it; public for everybody.", example = "[authenticated]", absent = "[]")
        List<Identifier> select,

        @Described(
                value = "Roles that may refresh and analyse it (PostgreSQL 17 and later).",
                example = "[reporting]",
                absent = "[]")
        List<Identifier> maintain) {

    public ViewGrants {
        select = select.stream().distinct().sorted().toList();
        maintain = maintain.stream().distinct().sorted().toList();
    }

    List<Granted> each() {
        List<Granted> all = new ArrayList<>();
        select.forEach(role -> all.add(new Granted(role.name(), "SELECT")));
        maintain.forEach(role -> all.add(new Granted(role.name(), "MAINTAIN")));
        return all;
    }
}
