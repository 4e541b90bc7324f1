package dev.underpin.partitioning.conversion;

import static dev.underpin.spi.finding.Code.Moment.APPLY;
import static dev.underpin.spi.finding.Code.Moment.DUTY;
import static dev.underpin.spi.finding.Code.Moment.FINALIZE;
import static dev.underpin.spi.finding.Code.Moment.FINALIZE_OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.ROLLBACK;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of this module's findings. */
public final class Codes implements CodeCatalogue {

    public static final Code ALREADY_PARTITIONED = Code.of(
            "E3004",
            "The table is partitioned already.",
            "Nothing is to be done; take the step out of the plan.",
            PRECHECK);
    public static final Code IS_PARTITION = Code.of(
            "E3005", "The table is itself a partition.", "Detach it first, or convert the table as a whole.", PRECHECK);
    public static final Code INHERITANCE = Code.of(
            "E3006",
            "The table inherits from another, or is inherited by one.",
            "End the inheritance first (ALTER TABLE … NO INHERIT).",
            PRECHECK);
    public static final Code TYPED =
            Code.of("E3007", "The table is a table OF a type.", "Loosen it first (ALTER TABLE … NOT OF).", PRECHECK);
    public static final Code NOT_PERMANENT = Code.of(
            "E3008",
            "The table is unlogged or temporary.",
            "Make it permanent first (ALTER TABLE … SET LOGGED).",
            PRECHECK);
    public static final Code OF_EXTENSION = Code.of(
            "E3009",
            "The table belongs to an extension.",
            "Take it out of the extension first (ALTER EXTENSION … DROP TABLE …), if the extension can do without.",
            PRECHECK);
    public static final Code ACCESS_METHOD = Code.of(
            "E3010",
            "The table uses another access method than heap.",
            "Move it to heap first (ALTER TABLE … SET ACCESS METHOD heap).",
            PRECHECK);
    public static final Code NO_PRIMARY_KEY = Code.of(
            "E3011",
            "The table has no primary key, by which its rows are followed.",
            "Add one, for instance from a unique index (ALTER TABLE … ADD PRIMARY KEY USING INDEX …).",
            PRECHECK);
    public static final Code DEFERRABLE_KEY = Code.of(
            "E3012",
            "The primary key is deferrable and cannot settle conflicts.",
            "Make it not deferrable first.",
            PRECHECK);
    public static final Code COLUMN_TYPE = Code.of(
            "E3014",
            "The partition column is neither a date nor a time.",
            "Choose a column of type date, timestamp or timestamptz.",
            PRECHECK);
    public static final Code INTERVAL =
            Code.of("E3015", "A date cannot be divided by hours.", "Choose an interval of a day or more.", PRECHECK);
    public static final Code COMPUTED_COLUMN =
            Code.of("E3016", "The partition column is computed.", "Choose an ordinary column.", PRECHECK);
    public static final Code OTHER_KEY = Code.of(
            "E3017",
            "primaryKey is not the present key with the partition column.",
            "Use the columns that the message lists, in any order; or leave primaryKey out.",
            PRECHECK);
    public static final Code NULLABLE_COLUMN = Code.of(
            "E3019",
            "The partition column may be NULL today; in a partitioned table every row needs a value.",
            "See that applications always set it, or rely on its default.",
            PRECHECK);
    public static final Code NAMES_ALIKE = Code.of(
            "E3022",
            "Two objects of the conversion would have one name.",
            "Give a partitionName that tells the periods apart, and a retiredName that differs from it.",
            PRECHECK);
    public static final Code TOO_MANY_PARTITIONS = Code.of(
            "E3023",
            "The rows need more partitions than can be made.",
            "Choose a longer interval; or give range.from and range.until, with before: MINVALUE or default: partition.",
            PRECHECK,
            APPLY);
    public static final Code UNLIMITED_TIME = Code.of(
            "E3024",
            "The partition column is infinite in some rows.",
            "Correct those rows; or give range.from and range.until, with before: MINVALUE or default: partition.",
            PRECHECK);
    public static final Code NO_MAINTENANCE = Code.of(
            "E3025",
            "Nothing in the plan makes further partitions, so rows beyond the last one will be refused.",
            "See that partitions are made in time, raise range.ahead, or let default: partition take such rows.",
            PRECHECK);
    public static final Code KEY_ORDER = Code.of(
            "E3026",
            "The new key does not begin with the old one, and no other index does.",
            "Name the old key's columns first, or add an index that begins with them, if applications look rows up by the old key.",
            PRECHECK);

    public static final Code INCOMING_FOREIGN_KEY = Code.of(
            "E3030",
            "A foreign key refers to the table, and the partitioned table has no unique key that it could refer to.",
            "Partition by a column of the present key, or drop the foreign key before the conversion.",
            PRECHECK);
    public static final Code UNIQUE = Code.of(
            "E3031",
            "A unique index does not contain the partition column, so it cannot be kept across partitions.",
            "Waive it as the message says, add the partition column to it, or drop it.",
            PRECHECK);
    public static final Code EXCLUSION = Code.of(
            "E3032",
            "An exclusion constraint cannot be kept across partitions.",
            "Waive it as the message says, or drop it first.",
            PRECHECK);
    public static final Code UNPROVEN_CONSTRAINT = Code.of(
            "E3033",
            "A constraint is NOT VALID.",
            "Prove it first (ALTER TABLE … VALIDATE CONSTRAINT), or drop it.",
            PRECHECK);
    public static final Code NO_INHERIT = Code.of(
            "E3034",
            "A constraint is NO INHERIT, but partitions hold the rows.",
            "Add it without NO INHERIT, and drop this one.",
            PRECHECK);
    public static final Code NOT_ENFORCED =
            Code.of("E3035", "A constraint is NOT ENFORCED.", "Enforce it first, or drop it.", PRECHECK);
    public static final Code RULE = Code.of(
            "E3036",
            "A rule rewrites statements on the table.",
            "Replace it by a trigger, or drop it before the conversion.",
            PRECHECK);
    public static final Code TRANSITION_TABLES = Code.of(
            "E3037",
            "A row trigger reads transition tables, which partitions do not have.",
            "Make it a statement trigger, or drop it before the conversion.",
            PRECHECK);
    public static final Code BEFORE_TRIGGER = Code.of(
            "E3038",
            "A trigger runs before a row is stored; it must not change the partition column.",
            "Look at its function.",
            PRECHECK);
    public static final Code INVALID_INDEX = Code.of(
            "E3039",
            "An index is invalid; the partitioned table will not have it.",
            "Rebuild it (REINDEX INDEX CONCURRENTLY) or drop it.",
            PRECHECK);
    public static final Code MATERIALIZED_VIEW = Code.of(
            "E3040",
            "A materialized view would stay with the old table.",
            "Drop it before the conversion and create it again afterwards.",
            PRECHECK);
    public static final Code VIEW_NEEDS_KEY = Code.of(
            "E3041",
            "A view groups by the present primary key and selects other columns.",
            "Name all its columns in GROUP BY before the conversion.",
            PRECHECK);
    public static final Code ROW_TYPE = Code.of(
            "E3042",
            "Something uses the row type of the table and would stay with the old one.",
            "Give it a type of its own before the conversion.",
            PRECHECK);
    public static final Code FUNCTION_BODY = Code.of(
            "E3043",
            "A function with a parsed body is bound to the old table.",
            "Write its body as a quoted text, or drop it before the conversion.",
            PRECHECK);
    public static final Code OTHER_DEPENDENT = Code.of(
            "E3044",
            "An object is bound to the table by identity and would stay with the old one.",
            "Drop it before the conversion and create it again afterwards.",
            PRECHECK);
    public static final Code SECURITY_LABEL = Code.of(
            "E3046",
            "The table has a security label, which partitions would not have.",
            "Take it off first (SECURITY LABEL … IS NULL), and label the new tables afterwards.",
            PRECHECK);
    public static final Code PUBLICATION = Code.of(
            "E3047",
            "A publication of a whole schema or database would publish every table that the conversion creates.",
            "List the published tables one by one; or waive it and do at the subscribers what the check prints then.",
            PRECHECK);
    public static final Code PUBLISHED_BY_PARTITION = Code.of(
            "E3048",
            "A publication would publish the partitions under their own names.",
            "Set publish_via_partition_root = true; or waive it and do at the subscribers what the check prints then.",
            PRECHECK);
    public static final Code EVENT_TRIGGER = Code.of(
            "E3049",
            "An event trigger would act on what the conversion creates.",
            "Waive it if it does no harm, or switch it off meanwhile (ALTER EVENT TRIGGER … DISABLE).",
            PRECHECK);
    public static final Code OWNERS_CODE = Code.of(
            "E1215",
            "Row level security is forced on the owner, so that the owner's code would run with the rights of the role of the connection.",
            "Give the owner BYPASSRLS, end FORCE ROW LEVEL SECURITY meanwhile, or waive owner-code if you trust the owner.",
            PRECHECK);
    public static final Code FORCED_ROW_SECURITY = Code.of(
            "E3053",
            "Row level security is forced on the owner too, so that not all rows may be seen.",
            "ALTER ROLE … BYPASSRLS, or end FORCE ROW LEVEL SECURITY meanwhile.",
            PRECHECK);
    public static final Code PUBLISHED_COLUMNS = Code.of(
            "E3056",
            "A publication's column list lacks columns of the new key; after the cutover every UPDATE and DELETE would fail.",
            "Add the missing columns to its column list.",
            PRECHECK);
    public static final Code NULL_KEYS = Code.of(
            "E3060",
            "Some rows have no value in the partition column.",
            "Fill it in: without it no partition holds these rows.",
            PRECHECK);
    public static final Code OUTSIDE = Code.of(
            "E3061",
            "Some rows lie outside the range of the partitions.",
            "Widen range.from and range.until, use before: MINVALUE or default: partition, or correct the rows.",
            PRECHECK,
            APPLY);

    public static final Code CHANGED_MEANWHILE = Code.of(
            "E3070",
            "The table's definition has been changed since the conversion began.",
            "Take the change back and resume, or roll back and apply again.",
            APPLY);
    public static final Code DEPENDENTS_CHANGED = Code.of(
            "E3071",
            "Views of the table were created or changed during the swap.",
            "Leave them alone meanwhile; it is tried again.",
            APPLY,
            ROLLBACK);
    public static final Code ROWS_WITHOUT_PLACE = Code.of(
            "E3072",
            "Some rows fit in no partition of the new table.",
            "Correct these rows, then resume. Or roll back, and apply again with default: partition.",
            APPLY);
    public static final Code NOT_DRAINED = Code.of(
            "E3073",
            "Changed rows still waited to be replayed when the tables were to be swapped.",
            "Reduce the write load or raise settings.lockTimeout; it is tried again.",
            APPLY,
            ROLLBACK);
    public static final Code CHANGED_SINCE_CUTOVER = Code.of(
            "E3074",
            "The partitioned table's definition, or what depends on it, has been changed since the cutover.",
            "Take the change back, then roll back; or keep the partitioned table and finalize.",
            ROLLBACK,
            OUTLOOK);
    public static final Code ROWS_NOT_BACK = Code.of(
            "E3075",
            "Some rows break the keys of the old table.",
            "Remove them, then roll back again; or keep the partitioned table and finalize.",
            ROLLBACK,
            OUTLOOK,
            VERIFY);
    public static final Code STRANGERS = Code.of(
            "E3076",
            "Others have rights on the tables of the copy.",
            "Look at ALTER DEFAULT PRIVILEGES and at event triggers, which gave these rights.",
            APPLY);
    public static final Code VANISHED = Code.of(
            "E3077",
            "The table is no longer there.",
            "Give it its name back, then give the same command again.",
            APPLY,
            ROLLBACK,
            VERIFY,
            FINALIZE);
    public static final Code NOT_ANNOUNCED = Code.of(
            "E3078",
            "Older transactions could not tell yet that the table is about to be replaced.",
            "It is tried again; resume if it was given up.",
            APPLY);
    static final Code NOT_AHEAD = Code.of(
            "E3079",
            "Time has overtaken the partitions that were made.",
            "Resume: the partitions that are needed now are made first.",
            APPLY);
    public static final Code ROWS_DIFFER = Code.of(
            "E3080",
            "The partitioned table and the old one do not have the same rows.",
            "See which of them is right: who changed rows past the triggers, or wrote to the copy before the cutover. A rollback makes the old"
                    + " table's rows equal to the partitioned one's first.",
            VERIFY,
            ROLLBACK);
    public static final Code DEFINITION_DIFFERS = Code.of(
            "E3081",
            "The partitioned table's definition is not what the conversion made.",
            "Look who changed it; a rollback is refused while changes of somebody else stand.",
            VERIFY);
    public static final Code STILL_USED = Code.of(
            "E3082",
            "Something uses the old table, which is to be dropped.",
            "Drop it, or let it use the partitioned table instead.",
            FINALIZE_OUTLOOK);
    public static final Code KEYS_DIFFER = Code.of(
            "E3083",
            "The registry of old keys differs from the table.",
            "Look who changed rows past the triggers. A rollback does not mind.",
            VERIFY);
    public static final Code UNLOGGED = Code.of(
            "E3084",
            "Some rows differ and wait in no key log.",
            "Look who changed rows past the triggers; the other table is made equal.",
            VERIFY);
    public static final Code NOT_COMPARABLE = Code.of(
            "E3085",
            "The rows of a table cannot be compared.",
            "The type of a column cannot print each of its values, or has a function that fails: mend it, then resume.",
            APPLY,
            ROLLBACK,
            DUTY);

    public static final Code STATEMENTS_FAIL = Code.of(
            "E3090",
            "Statements of applications will fail on the partitioned table.",
            "Change them as the message says; or accept it, if applications can live with it.",
            PRECHECK);
    public static final Code STATEMENTS_CHANGE = Code.of(
            "E3091",
            "Statements of applications will mean something else on the partitioned table.",
            "Change them as the message says; or accept it, if applications can live with it.",
            PRECHECK);
    public static final Code STATEMENTS_SLOW = Code.of(
            "E3092",
            "Statements of applications will be slower on the partitioned table.",
            "Change them as the message says.",
            PRECHECK);
    public static final Code STATEMENTS_UNSEEN = Code.of(
            "E3093",
            "Some statements on the table cannot be seen by the check.",
            "Look through them yourself for what docs/steps/partitioning.convert.md lists.",
            PRECHECK);
    public static final Code UNYIELDING = Code.of(
            "E3094",
            "A prepared transaction or a vacuum against wraparound holds the table and does not yield.",
            "End prepared transactions, let the vacuum finish; or raise maxLockWait.",
            PRECHECK);

    public static final Code SUBSCRIBED = Code.of(
            "E3102",
            "A subscription writes to the table.",
            "Convert the publisher's table, or end the subscription of this table first.",
            PRECHECK);
    public static final Code WHOLE_ROW = Code.of(
            "E3103",
            "A check or an index reads the row as a whole.",
            "Name its columns, or drop it before the conversion.",
            PRECHECK);
    public static final Code EXTENSION_PART = Code.of(
            "E3104",
            "An index or a trigger depends on an extension, and the partitioned table's would not.",
            "End that first (ALTER … NO DEPENDS ON EXTENSION …).",
            PRECHECK);
    public static final Code SEQUENCE_USED = Code.of(
            "E3105",
            "Something uses the sequence of an identity column, which another will replace.",
            "Give it a sequence of its own before the conversion.",
            PRECHECK);
    public static final Code FOREIGN_KEY_OFF = Code.of(
            "E3106",
            "A foreign key is not enforced, for its triggers are disabled.",
            "ALTER TABLE … ENABLE TRIGGER ALL, then see that the rows obey it; or drop it.",
            PRECHECK);
    public static final Code SYSTEM_COLUMN_RIGHT = Code.of(
            "E3107",
            "Somebody has rights on a system column of the table.",
            "REVOKE them before the conversion.",
            PRECHECK);
    public static final Code TEMPORAL_KEY = Code.of(
            "E3108",
            "The primary key is WITHOUT OVERLAPS, which a wider key cannot keep.",
            "Give the table an ordinary primary key first.",
            PRECHECK);
    public static final Code IDENTITY_LOST = Code.of(
            "E3109",
            "The replica identity is an index that the partitioned table will not have.",
            "Choose another first: ALTER TABLE … REPLICA IDENTITY.",
            PRECHECK);
    public static final Code NOT_WATCHED = Code.of(
            "E3110",
            "The triggers that follow the rows of the table are disabled, dropped or changed.",
            "Leave them alone. `underpin maintain` puts them back and compares all rows; so does a rollback.",
            APPLY,
            ROLLBACK,
            VERIFY);
    public static final Code RETIRED_GONE = Code.of(
            "E3111",
            "The table as it was before is no longer there, so there is no way back.",
            "Give it its name back if it has been renamed; or finalize with --accept-differences.",
            ROLLBACK,
            OUTLOOK);
    public static final Code RIGHTS_NOT_BACK = Code.of(
            "E3113",
            "The rights on the table could not be given back as they were.",
            "See that the roles that gave them still hold theirs with grant option, then roll back again.",
            ROLLBACK);
    public static final Code DUMPED_BY_POLICY = Code.of(
            "N3114",
            "The partitions have row security as the table has; a dump by a role that it binds has no rows of them.",
            "Dump as a role with BYPASSRLS.",
            PRECHECK);
    public static final Code LESS_SECURED = Code.of(
            "E3115",
            "Row level security of the old table is not enabled as it is on the partitioned one.",
            "`underpin maintain` enables it.",
            VERIFY);
    public static final Code ORPHANS = Code.of(
            "E3116",
            "Some rows refer by a foreign key to rows that are not there.",
            "Delete these rows, or add the ones that they refer to.",
            PRECHECK,
            APPLY);

    public static final Code DEFERRED_GIVEN_UP = Code.of(
            "E3130",
            "A deferrable constraint leaves ON CONFLICT unable to tell which rows break it.",
            "Make it not deferrable first: drop it, and add it again.",
            PRECHECK);
    public static final Code KEY_NOT_SEARCHED = Code.of(
            "E3131",
            "The server would not look up changed rows by the primary key's index.",
            "Look at the types of the key's columns, or give the table another primary key.",
            PRECHECK);
    public static final Code REPLAY_REFUSED = Code.of(
            "E3132",
            "The server would refuse to look up changed rows by the primary key.",
            "Look at the types of the key's columns, and whether you may use them and create temporary tables.",
            PRECHECK);
    public static final Code SWAP_TOO_LONG = Code.of(
            "E3134",
            "The swap of the tables would take about as long as its locks may be held, or longer.",
            "Raise settings.lockTimeout, or choose a longer range.interval.",
            PRECHECK);
    public static final Code LOCK_TABLE = Code.of(
            "E3135",
            "The server's lock table is too small, or nearly so, for that many partitions.",
            "Raise max_locks_per_transaction, or choose a longer range.interval.",
            PRECHECK);
    public static final Code NOT_OURS = Code.of(
            "E3136",
            "Tables that have the names of the conversion's are not what it made.",
            "Give them other names, then roll back again.",
            ROLLBACK);
    public static final Code DROPPED_DURING_COPY = Code.of(
            "E3140",
            "The table was dropped while its rows were being copied.",
            "Rename the copy to keep its rows, otherwise drop it; then roll back.",
            ROLLBACK,
            OUTLOOK);
    public static final Code DROPPED_AFTER_CUTOVER = Code.of(
            "E3141",
            "The partitioned table was dropped after the cutover.",
            "Finalize with --accept-differences, which releases and keeps the old table with the rows as of the last replay.",
            ROLLBACK,
            OUTLOOK);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(Codes.class);
    }
}
