package dev.underpin.indexing;

import dev.underpin.spi.sql.QualifiedName;

/** Keys of the step's actions; the journal knows by them what is ours. */
final class Keys {

    private Keys() {}

    static String declare(QualifiedName table) {
        return "only:" + table;
    }

    static String build(QualifiedName table) {
        return "build:" + table;
    }

    static String clear(QualifiedName table) {
        return "clear:" + table;
    }

    static String attach(QualifiedName table) {
        return "attach:" + table;
    }

    static String analyze(QualifiedName table) {
        return "analyze:" + table;
    }

    static String drop(QualifiedName table) {
        return "drop:" + table;
    }

    static String twin(QualifiedName table) {
        return "twin:" + table;
    }
}
