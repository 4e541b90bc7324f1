package dev.underpin.matviews;

/** Codes of this module's findings. A code once published keeps its meaning. */
final class Codes {

    static final String NAME_TAKEN = "E4201";
    static final String DIFFERENT_QUERY = "E4202";
    static final String DIFFERENT_PROPERTIES = "E4203";
    static final String NO_CREATE = "E4204";
    static final String NAME_TOO_LONG = "E4205";
    static final String NOT_SUPPORTED = "E4206";
    static final String NO_SUCH_ROLE = "E4207";
    static final String REFUSED_BY_SERVER = "E4211";
    static final String DUPLICATES = "E4212";
    static final String NULLS = "E4213";
    static final String ALREADY_THERE = "E4214";
    static final String NOT_SECURED = "E4215";
    static final String GRANTS = "E4216";
    static final String CHANGED_SINCE = "E4217";
    static final String NOT_AS_ASKED = "E4231";
    static final String UNUSABLE_INDEX = "E4232";

    static final String NO_SUCH_VIEW = "E4251";
    static final String NOT_MATERIALIZED = "E4252";
    static final String NOT_OWNER = "E4253";
    static final String NOT_CONCURRENTLY = "E4254";
    static final String NOT_POPULATED = "E4255";
    static final String BLOCKS_READERS = "E4256";
    static final String STAYS_REFRESHED = "E4257";

    private Codes() {}
}
