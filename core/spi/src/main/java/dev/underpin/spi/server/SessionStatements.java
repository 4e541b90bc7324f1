package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a session is told to behave, whatever the server, the database, the role or a pool has set, and what tells it from others. */
public interface SessionStatements {

    /** The first that a session is told: names are those of the server's own objects. */
    Sql ownNamesOnly();

    /** Name and value of each setting that decides what is printed, what statements mean, where objects go, and who may end a session. */
    Map<String, String> settings();

    /** Selects those of the names that the server knows and the session's role may set. */
    Sql settable(Set<String> names);

    /**
     * What has the server notice that its client is gone. Tried on the first session; a server that cannot do it refuses it with
     * {@link ErrorMeaning#SETTING_REFUSED}. Empty: it cannot be told.
     */
    Optional<Setting> noticesItsClient();

    Sql set(Setting setting);

    /**
     * One text that may be several statements: forgets what others have set, and sets these.
     *
     * @param purpose shown to whoever looks at the server's activity
     * @param readOnly whether the session is to change nothing by default
     */
    String pin(Map<String, String> settings, String purpose, boolean readOnly);

    /** Selects one {@link Self}. */
    Sql self();

    /** Selects the number of the process that answers. */
    Sql process();

    /**
     * @param schemas in which unqualified names are looked up; empty: only the server's own objects are found
     * @param temporaryFirst whether temporary objects hide others of their names, instead of being found last
     * @param scope how long it lasts
     */
    Sql searchPath(List<String> schemas, boolean temporaryFirst, Scope scope);

    /** Until the end of the transaction or savepoint the server refuses every change. */
    Sql forbidWrites();

    /** The first of a transaction: it may change something, whatever the session's default. */
    Sql allowWrites();

    /** Has the server forget all statements that it has prepared for the session. */
    Sql forgetPlans();

    /** Leaves nothing of the session behind for whoever gets it next. */
    Sql forget();

    /** How long a setting lasts. */
    enum Scope {
        SESSION,
        TRANSACTION
    }

    record Setting(String name, String value) {}

    /**
     * The session as the server sees it.
     *
     * @param process the number of the process, as the server itself numbers it
     * @param started when it began; with the number, no other process has it
     * @param role with whose rights the session speaks
     */
    record Self(int process, String started, String role) {}
}
