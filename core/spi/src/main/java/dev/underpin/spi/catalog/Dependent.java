package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;

/**
 * An object that is bound to a relation by identity, not by name.
 *
 * @param name of the object or, for a foreign key, policy or trigger, of the relation that carries it
 * @param detail the constraint's, policy's or function's name and signature, for people
 * @param definition that recreates it, where the server can tell it; else empty text
 * @param depth 1 for direct dependents; deeper than every other dependent that it uses, so that rising depth is an
 *     order in which they can be created
 */
public record Dependent(Kind kind, QualifiedName name, String detail, String definition, int depth) {

    public enum Kind {
        VIEW,
        MATERIALIZED_VIEW,
        INCOMING_FOREIGN_KEY,
        /** A function with a parsed body that reads the relation. */
        FUNCTION_BODY,
        /** A function or column that uses the relation's row type. */
        ROW_TYPE,
        POLICY,
        RULE,
        TRIGGER,
        OTHER
    }
}
