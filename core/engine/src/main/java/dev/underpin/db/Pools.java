package dev.underpin.db;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the usual pools tell, and can be told, beyond what a data source is; none of them is needed. */
final class Pools {

    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

    /** HikariCP, Apache DBCP, Tomcat JDBC, c3p0 and Oracle UCP. */
    private static final List<String> PROPERTIES =
            List.of("getMaximumPoolSize", "getMaxTotal", "getMaxActive", "getMaxPoolSize");

    private Pools() {}

    /**
     * Has HikariCP take out a lent connection, which is closed then, and not to be given back. Others see that it is closed when they
     * get it back, and so does this one, with much noise in the log. Returns whether that was done.
     */
    static boolean evict(DataSource source, Connection connection) {
        try {
            source.getClass().getMethod("evictConnection", Connection.class).invoke(source, connection);
            return true;
        } catch (ReflectiveOperationException noSuchPool) {
            LOG.trace("the data source cannot be told", noSuchPool);
            return false;
        }
    }

    /** How many connections it gives at a time. Empty if it does not tell, or has no bound. */
    static Optional<Integer> most(DataSource source) {
        return PROPERTIES.stream()
                .map(property -> asked(source, property))
                .flatMap(Optional::stream)
                .filter(most -> most > 0)
                .findFirst();
    }

    private static Optional<Integer> asked(DataSource source, String property) {
        try {
            Method getter = source.getClass().getMethod(property);
            return Modifier.isPublic(getter.getDeclaringClass().getModifiers())
                            && getter.getReturnType() == int.class
                            && getter.invoke(source) instanceof Integer most
                    ? Optional.of(most)
                    : Optional.empty();
        } catch (ReflectiveOperationException untold) {
            return Optional.empty();
        }
    }
}
