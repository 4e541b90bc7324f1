package dev.underpin.spi.server;

/** What a server's refusal means for whoever has to decide how to go on. A refusal can mean several of these, or none. */
public enum ErrorMeaning {
    /** Somebody holds the lock, and the time to wait for it is over. */
    LOCK_NOT_AVAILABLE,
    DEADLOCK,
    /** On somebody's demand, or because a time limit for statements has been reached. */
    CANCELED,
    SERIALIZATION,
    /** The server, or the session, changes nothing. */
    READ_ONLY,
    /** The session is gone; whether its last statement took effect is unknown. */
    CONNECTION_LOST,
    /** The server did not let this user in, or was not told what it asks for, such as a password. */
    LOGIN_REFUSED,
    NO_SUCH_DATABASE,
    /** No room for a further session at the moment. */
    TOO_MANY_SESSIONS,
    /** The server had too little of something: disk, memory, locks, or what a limit grants. */
    SHORTAGE,
    /** What there was too little of has been given back with the statement's end. */
    SHORTAGE_OVER,
    /** A right is missing, or a policy forbids it. */
    FORBIDDEN,
    FORBIDDEN_BY_POLICY,
    /** A relation, column, function, schema or other object that the statement names does not exist. */
    UNDEFINED_OBJECT,
    /** A relation or column that the statement names does not exist. */
    UNDEFINED_RELATION,
    /** Tables, or what belongs to them, are not as they were when the statement was rendered. */
    STRUCTURE_CHANGED,
    DUPLICATE_SCHEMA,
    /** The server, or its platform, has no such setting, or not with this value. */
    SETTING_REFUSED,
    /** The text is no SQL, whatever there is in the database. */
    GRAMMAR
}
