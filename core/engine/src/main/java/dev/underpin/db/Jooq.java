package dev.underpin.db;

import java.util.Map;
import java.util.TreeMap;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockResult;

/**
 * When it is first used, jOOQ greets with its logo and a tip in the log, and tells what it thinks of the server's version, as a warning
 * for some; an application that uses a library wants none of it.
 */
final class Jooq {

    private static final Map<String, String> SWITCHES = Map.of(
            "org.jooq.no-logo", "true",
            "org.jooq.no-tips", "true",
            "org.jooq.log.org.jooq.impl.DefaultExecuteContext.logVersionSupport", "ERROR");

    static {
        Map<String, String> unset = new TreeMap<>(SWITCHES);
        unset.keySet().removeIf(name -> System.getProperty(name) != null);
        unset.forEach(System::setProperty);
        DSL.using(
                        new MockConnection(statement -> new MockResult[] {new MockResult(0)}),
                        SQLDialect.DEFAULT,
                        new Settings().withExecuteLogging(false))
                .execute("SELECT 1");
        unset.keySet().forEach(System::clearProperty);
    }

    private Jooq() {}

    /** Once this has been called it has nothing to say: it looks at its switches once, and remembers. */
    static void quieten() {}
}
