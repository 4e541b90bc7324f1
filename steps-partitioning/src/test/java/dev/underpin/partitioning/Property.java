package dev.underpin.partitioning;

import java.util.List;
import java.util.Optional;

/**
 * What a table may have, and what a conversion does with it. In all SQL {@code {t}} is the table, {@code {leaves}} a query
 * for the relations that hold its rows, {@code {owner}}, {@code {reader}} and {@code {other}} are roles.
 */
final class Property {

    private static final String PLAIN = "id int PRIMARY KEY";

    final String section;
    final String name;
    final Fate fate;
    /** One line for readers. */
    final String how;

    /** Creates the table with rows; it has a column {@code at} to divide by. */
    String base = table(PLAIN);
    /** As the plan names it. */
    String called = "{t}";
    /** Statements before all others, each alone. */
    List<String> prelude = List.of();
    /** Gives the table the property. */
    String setUp = "";
    /** Selects one text that shows the property. */
    String probe = "";
    /** What {@link #probe} selects of the partitioned table; empty: the same as before. */
    Optional<String> afterwards = Optional.empty();
    /** Of the refusal. */
    String code = "";
    /** What the refusal must name. */
    String culprit = "";
    /** What the plan must write. */
    String waiver = "";
    /** The first major that knows it. */
    int since = 0;
    /** It cannot share a table with properties of the same group; empty text: it can share it with all. */
    String group = "";
    /** It cannot share a database with other properties. */
    boolean ownDatabase = false;
    /** It is shown by a test of its own, in which the table is written meanwhile. */
    boolean written = false;
    /** Statements that let the database be dropped. */
    List<String> tearDown = List.of();

    private Property(String section, String name, Fate fate, String how) {
        this.section = section;
        this.name = name;
        this.fate = fate;
        this.how = how;
    }

    static Property kept(String section, String name, String how) {
        return new Property(section, name, Fate.KEPT, how);
    }

    static Property adapted(String section, String name, String how) {
        return new Property(section, name, Fate.ADAPTED, how);
    }

    static Property refused(String section, String name, String code, String culprit, String how) {
        Property property = new Property(section, name, Fate.REFUSED, how);
        property.code = code;
        property.culprit = culprit;
        return property;
    }

    static Property waivable(String section, String name, String code, String waiver, String how) {
        Property property = new Property(section, name, Fate.WAIVABLE, how);
        property.code = code;
        property.culprit = waiver.substring(waiver.indexOf(':') + 1);
        property.waiver = waiver;
        return property;
    }

    static Property accepted(String section, String name, String code, String kind, String how) {
        Property property = new Property(section, name, Fate.ACCEPTED, how);
        property.code = code;
        property.culprit = "{t}";
        property.waiver = kind;
        return property;
    }

    /** A table with rows of two years. */
    static String table(String key) {
        boolean given = key.equals(PLAIN);
        return "CREATE TABLE {t} (" + key
                + ", text text, room int, at timestamptz NOT NULL DEFAULT now()); INSERT INTO {t} ("
                + (given ? "id, " : "") + "text, room, at) SELECT " + (given ? "n, " : "")
                + "'n' || n, n, now() - n * interval '40 days' FROM generate_series(1, 12) AS n;";
    }

    Property base(String sql) {
        this.base = sql;
        return notWithOthersOf("base");
    }

    Property called(String name) {
        this.called = name;
        return this;
    }

    Property prelude(String... statements) {
        this.prelude = List.of(statements);
        return this;
    }

    Property setUp(String sql) {
        this.setUp = sql;
        return this;
    }

    Property probe(String sql) {
        this.probe = sql;
        return this;
    }

    Property afterwards(String text) {
        this.afterwards = Optional.of(text);
        return this;
    }

    Property since(int major) {
        this.since = major;
        return this;
    }

    Property notWithOthersOf(String sharedGroup) {
        this.group = sharedGroup;
        return this;
    }

    /** The statements make the database ready to be dropped. */
    Property inItsOwnDatabase(String... statements) {
        this.ownDatabase = true;
        this.tearDown = List.of(statements);
        return this;
    }

    Property shownWhileWritten() {
        this.written = true;
        return this;
    }

    boolean refusedAtFirst() {
        return !code.isEmpty();
    }

    boolean converts() {
        return fate != Fate.REFUSED;
    }

    @Override
    public String toString() {
        return section + ": " + name;
    }
}
