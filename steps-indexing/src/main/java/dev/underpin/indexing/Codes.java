package dev.underpin.indexing;

/** Codes of this module's findings. A code once published keeps its meaning. */
final class Codes {

    static final String NO_SUCH_TABLE = "E4101";
    static final String NOT_INDEXABLE = "E4102";
    static final String NOT_OWNER = "E4103";
    static final String NO_CREATE = "E4104";
    static final String NAME_TOO_LONG = "E4105";
    static final String NOT_SUPPORTED = "E4106";
    static final String NO_SUCH_COLUMN = "E4107";
    static final String KEY_LACKS_PARTITION_COLUMN = "E4108";
    static final String FOREIGN_PARTITION = "E4109";
    static final String DETACH_PENDING = "E4110";
    static final String REFUSED_BY_SERVER = "E4111";
    static final String NAME_TAKEN = "E4112";
    static final String INVALID_LEFTOVER = "E4113";
    static final String ALREADY_THERE = "E4114";
    static final String DUPLICATES = "E4115";
    static final String BLOCKERS = "E4116";
    static final String DISK = "E4117";
    static final String UNDO_LOCKS = "E4118";
    static final String ADOPTED = "E4119";
    static final String OTHER_INVALID = "E4120";
    static final String BLIND = "E4121";
    static final String NOT_AS_ASKED = "E4131";
    static final String PARTITION_WITHOUT = "E4132";

    private Codes() {}
}
