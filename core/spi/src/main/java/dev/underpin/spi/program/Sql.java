package dev.underpin.spi.program;

import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rendered statement.
 *
 * @param text complete but for its parameters, each shown as {@code :name} at its offset
 * @param params in order of their offsets
 * @param locks all that it takes beyond ACCESS SHARE and ROW EXCLUSIVE
 * @param author whose words these are; decides the search path
 * @param as the role whose rights it has, and no others: it may reach code of that role's. Empty: the session's
 */
public record Sql(String text, List<Param> params, List<Lock> locks, Author author, Optional<String> as) implements Op {

    public enum Author {
        /** Rendered by the tool, all names qualified; runs with an empty search path. */
        TOOL,
        /** Written in the plan; runs with the plan's search path. */
        PLAN
    }

    /**
     * A parameter of a statement.
     *
     * @param type the server's name of its type
     * @param offset of its colon in the text
     * @param value as text; empty while it is bound late, by the engine
     */
    public record Param(String name, String type, int offset, Optional<String> value) {}

    public Sql {
        params = List.copyOf(params);
        locks = List.copyOf(locks);
    }

    @Override
    public List<Sql> statements() {
        return List.of(this);
    }

    public Sql(String text, List<Param> params, List<Lock> locks, Author author) {
        this(text, params, locks, author, Optional.empty());
    }

    /** A statement that the tool rendered, without parameters. */
    public static Sql of(String text, Lock... locks) {
        return new Sql(text, List.of(), List.of(locks), Author.TOOL);
    }

    /** A statement that the plan's author wrote: it may do anything. */
    public static Sql ofPlan(String text) {
        return new Sql(text, List.of(), List.of(Lock.ANYTHING), Author.PLAN);
    }

    /** A question that the plan's author wrote; whatever it does is taken back, so its locks end with it. */
    public static Sql queryOfPlan(String text) {
        return new Sql(text, List.of(), List.of(), Author.PLAN);
    }

    public Sql locking(QualifiedName relation, LockMode mode) {
        return locking(Lock.on(relation, mode));
    }

    public Sql locking(Lock... more) {
        List<Lock> all = new ArrayList<>(locks);
        all.addAll(List.of(more));
        return new Sql(text, params, all, author, as);
    }

    /**
     * The same with the rights of that role alone. Whoever executes it may be the role, or a member of it that may become
     * it; what it reaches cannot get at the session's own rights.
     */
    public Sql as(String role) {
        return new Sql(text, params, locks, author, Optional.of(role));
    }

    public boolean queueForming() {
        return locks.stream().anyMatch(Lock::queueForming);
    }
}
