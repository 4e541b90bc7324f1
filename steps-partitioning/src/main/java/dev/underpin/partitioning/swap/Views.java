package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import org.jooq.impl.DSL;

/** The views that name a table: they are bound to it by identity, and have to be told when another takes its name. */
public final class Views {

    private static final String BARRIER = "security_barrier";

    private final Dialect dialect;
    private final List<View> views;

    Views(Dialect dialect, List<View> views) {
        this.dialect = dialect;
        this.views = views;
    }

    List<QualifiedName> names() {
        return views.stream().map(View::name).toList();
    }

    /** Each alone: LOCK TABLE would lock all tables under it as well. Setting an option to what it is locks, and no more. */
    List<Sql> lock() {
        return views.stream().map(this::lock).toList();
    }

    private Sql lock(View view) {
        String barrier = view.options().get(BARRIER);
        Sql statement = barrier == null
                ? dialect.sql("ALTER VIEW {0} RESET ({1})", view.name(), DSL.raw(BARRIER))
                : dialect.sql("ALTER VIEW {0} SET ({1} = {2})", view.name(), DSL.raw(BARRIER), DSL.inline(barrier));
        return statement.locking(view.name(), LockMode.ACCESS_EXCLUSIVE);
    }

    /** The words of its definition find the new table; options are restated, for replacing clears them. */
    List<Sql> rebind() {
        return views.stream()
                .map(view -> dialect.sql(
                                "CREATE OR REPLACE VIEW {0}{1} AS {2}",
                                view.name(),
                                Ddl.with(view.options()),
                                DSL.raw(view.definition().strip().replaceFirst(";$", "")))
                        .locking(view.name(), LockMode.ACCESS_EXCLUSIVE))
                .toList();
    }
}
