package dev.underpin.partitioning;

/** The stable codes of what this module finds. */
final class Codes {

    static final String NO_TABLE = "E3002";
    static final String NOT_A_TABLE = "E3003";
    static final String ALREADY_PARTITIONED = "E3004";
    static final String IS_PARTITION = "E3005";
    static final String INHERITANCE = "E3006";
    static final String TYPED = "E3007";
    static final String NOT_PERMANENT = "E3008";
    static final String OF_EXTENSION = "E3009";
    static final String ACCESS_METHOD = "E3010";
    static final String NO_PRIMARY_KEY = "E3011";
    static final String DEFERRABLE_KEY = "E3012";
    static final String NO_COLUMN = "E3013";
    static final String COLUMN_TYPE = "E3014";
    static final String INTERVAL = "E3015";
    static final String COMPUTED_COLUMN = "E3016";
    static final String OTHER_KEY = "E3017";
    static final String NULLABLE_COLUMN = "E3019";
    static final String NAME_TOO_LONG = "E3020";
    static final String NAME_TAKEN = "E3021";
    static final String NAMES_ALIKE = "E3022";
    static final String TOO_MANY_PARTITIONS = "E3023";
    static final String UNLIMITED_TIME = "E3024";
    static final String NO_MAINTENANCE = "E3025";
    static final String INCOMING_FOREIGN_KEY = "E3030";
    static final String UNIQUE = "E3031";
    static final String EXCLUSION = "E3032";
    static final String UNPROVEN_CONSTRAINT = "E3033";
    static final String NO_INHERIT = "E3034";
    static final String NOT_ENFORCED = "E3035";
    static final String RULE = "E3036";
    static final String TRANSITION_TABLES = "E3037";
    static final String BEFORE_TRIGGER = "E3038";
    static final String INVALID_INDEX = "E3039";
    static final String MATERIALIZED_VIEW = "E3040";
    static final String VIEW_NEEDS_KEY = "E3041";
    static final String ROW_TYPE = "E3042";
    static final String FUNCTION_BODY = "E3043";
    static final String OTHER_DEPENDENT = "E3044";
    static final String SECURITY_LABEL = "E3046";
    static final String PUBLICATION = "E3047";
    static final String PUBLISHED_BY_PARTITION = "E3048";
    static final String EVENT_TRIGGER = "E3049";
    static final String NOT_OWNER = "E3050";
    static final String NO_CREATE = "E3051";
    static final String RIGHT_MISSING = "E3052";
    static final String OWNERS_CODE = "E1215";

    static final String FORCED_ROW_SECURITY = "E3053";
    static final String VIEW_OWNER = "E3054";
    static final String PUBLICATION_OWNER = "E3055";
    static final String PUBLISHED_COLUMNS = "E3056";
    static final String STATISTICS_OWNER = "E3057";
    static final String SERVER = "E3058";
    static final String BLIND = "E3059";
    static final String NULL_KEYS = "E3060";
    static final String OUTSIDE = "E3061";
    static final String CHANGED_MEANWHILE = "E3070";
    static final String DEPENDENTS_CHANGED = "E3071";
    static final String ROWS_WITHOUT_PLACE = "E3072";
    static final String NOT_DRAINED = "E3073";
    static final String CHANGED_SINCE_CUTOVER = "E3074";
    static final String ROWS_NOT_BACK = "E3075";
    static final String STRANGERS = "E3076";
    static final String VANISHED = "E3077";
    static final String NOT_ANNOUNCED = "E3078";
    static final String NOT_AHEAD = "E3079";
    static final String ROWS_DIFFER = "E3080";
    static final String DEFINITION_DIFFERS = "E3081";
    static final String STILL_USED = "E3082";
    static final String KEYS_DIFFER = "E3083";
    static final String UNLOGGED = "E3084";
    static final String STATEMENTS_FAIL = "E3090";
    static final String STATEMENTS_CHANGE = "E3091";
    static final String STATEMENTS_SLOW = "E3092";
    static final String STATEMENTS_UNSEEN = "E3093";
    static final String UNYIELDING = "E3094";
    static final String SUBSCRIBED = "E3102";
    static final String WHOLE_ROW = "E3103";
    static final String EXTENSION_PART = "E3104";
    static final String SEQUENCE_USED = "E3105";
    static final String FOREIGN_KEY_OFF = "E3106";
    static final String SYSTEM_COLUMN_RIGHT = "E3107";
    static final String TEMPORAL_KEY = "E3108";
    static final String IDENTITY_LOST = "E3109";
    static final String DEFERRED_GIVEN_UP = "E3130";
    static final String KEY_NOT_SEARCHED = "E3131";
    static final String REPLAY_REFUSED = "E3132";
    static final String SWAP_TOO_LONG = "E3134";
    static final String LOCK_TABLE = "E3135";
    static final String NOT_OURS = "E3136";

    static final String DROPPED_DURING_COPY = "E3140";
    static final String DROPPED_AFTER_CUTOVER = "E3141";

    static final String NOT_WATCHED = "E3110";
    static final String RETIRED_GONE = "E3111";
    static final String GRANTOR = "E3112";
    static final String RIGHTS_NOT_BACK = "E3113";
    static final String ORPHANS = "E3116";
    static final String LESS_SECURED = "E3115";
    static final String DUMPED_BY_POLICY = "N3114";

    private Codes() {}
}
