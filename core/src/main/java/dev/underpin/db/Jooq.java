package dev.underpin.db;

import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** jOOQ greets with its logo and a tip in the log when it is first used; an application that uses a library wants neither. */
final class Jooq {

    private static final List<String> SWITCHES = List.of("org.jooq.no-logo", "org.jooq.no-tips");

    static {
        List<String> unset = SWITCHES.stream()
                .filter(name -> System.getProperty(name) == null)
                .toList();
        unset.forEach(name -> System.setProperty(name, "true"));
        DSL.using(SQLDialect.POSTGRES).render(DSL.inline(1));
        unset.forEach(System::clearProperty);
    }

    private Jooq() {}

    /** Once this has been called it has nothing to say. */
    static void quieten() {}
}
