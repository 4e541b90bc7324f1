package dev.underpin.plan;

/** What a plan's parameters can be. */
public enum ParameterType {
    INTEGER,
    NUMBER,
    TEXT,
    BOOLEAN,
    /** An exact time span such as {@code 300ms}. */
    DURATION,
    /** A calendar interval such as {@code 1 month}. */
    INTERVAL,
    DATE,
    TIMESTAMP,
    /** An identifier; quoted as one in SQL. */
    NAME,
    UUID
}
