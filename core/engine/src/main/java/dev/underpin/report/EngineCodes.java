package dev.underpin.report;

import static dev.underpin.spi.finding.Code.Moment.APPLY;
import static dev.underpin.spi.finding.Code.Moment.ARGUMENTS;
import static dev.underpin.spi.finding.Code.Moment.CONNECTION;
import static dev.underpin.spi.finding.Code.Moment.DUTY;
import static dev.underpin.spi.finding.Code.Moment.FINALIZE;
import static dev.underpin.spi.finding.Code.Moment.FINALIZE_OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.ROLLBACK;
import static dev.underpin.spi.finding.Code.Moment.STATUS;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of the engine's findings and failures. */
public final class EngineCodes implements CodeCatalogue {

    public static final Code BAD_FAILPOINT = Code.of(
            "E0002",
            "UNDERPIN_FAILPOINT names no failpoint, or in another form than name[@n]:crash, error or pause.",
            "Unset it; it is meant for tests.",
            ARGUMENTS);
    public static final Code NO_SUCH_STEP = Code.of(
            "E0003", "The plan has no step of that name.", "Name one of its steps, which the message lists.", ROLLBACK);
    public static final Code AMBIGUOUS_DECISION = Code.of(
            "E0005",
            "What is said of an interrupted statement is contradictory, or fits several.",
            "Give one of --assume-done and --assume-not-done, with the key of one statement.",
            APPLY,
            ROLLBACK);
    public static final Code NOT_SQL = Code.of(
            "E0611", "The server does not understand a statement of the plan.", "Correct the statement.", PRECHECK);
    public static final Code STATEMENT_REFUSED = Code.of(
            "E0612",
            "The server would refuse a statement of the plan.",
            "Correct the statement, or put the step that it needs before it.",
            PRECHECK);

    public static final Code JOURNAL_VERSION = Code.of(
            "E1002",
            "The journal was written by another version of underpin.",
            "Use the version that wrote it, or a newer one.",
            CONNECTION);
    public static final Code PROGRAM_FORMAT = Code.of(
            "E1003",
            "The journal holds a program of a format that this version does not know.",
            "Use the version of underpin that wrote it, or a newer one.",
            CONNECTION);
    public static final Code JOURNAL_UNREADABLE = Code.of(
            "E1004",
            "The journal holds something that cannot be read.",
            "Use the version of underpin, and of the step module, that wrote it.",
            CONNECTION);
    public static final Code TAKEN_OVER_JUST_NOW = Code.of(
            "E1005",
            "Another runner is taking over this plan.",
            "Look at `underpin status` before you go on.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code TAKEN_OVER = Code.of(
            "E1006",
            "Another runner has taken over this plan; this one has stopped without a further change.",
            "Look at `underpin status`.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code BUSY = Code.of(
            "E1007",
            "Another runner works on the plan.",
            "Wait for it, or look at `underpin status`.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code ORPHANS_AT_WORK = Code.of(
            "E1008",
            "Statements of an earlier runner are still at work in the server.",
            "Wait for them, or end the sessions named underpin worker; then try again.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code CLAIMED = Code.of(
            "E1009",
            "Another plan that is not finalized holds a table that this one would change.",
            "Finalize that plan or roll it back first.",
            PRECHECK);
    public static final Code APPLIED_MEANWHILE =
            Code.of("E1010", "Another runner has just applied the plan.", "Look at `underpin status`.", APPLY);
    public static final Code PLAN_UNREADABLE = Code.of(
            "E1011",
            "The plan was applied by a version of underpin, or with step modules, that are not here.",
            "Use those that applied it.",
            CONNECTION);
    public static final Code MODULE_ABSENT = Code.of(
            "E1030",
            "A step's module is not here, so only what is written down can be told and undone.",
            "Put that module's jar beside the others; `underpin steps` lists what is here.",
            STATUS);
    public static final Code MEMORY_UNREADABLE = Code.of(
            "E1033",
            "What a step noted of the state before was written by another version of its module.",
            "Put the version of that module beside the others that applied the step, and give the command again.",
            APPLY,
            ROLLBACK,
            VERIFY,
            FINALIZE,
            DUTY,
            STATUS);
    public static final Code MODULE_NEEDED = Code.of(
            "E1031",
            "A step's module is needed, and cannot be used here.",
            "Put that module's jar beside the others, and give the command again.",
            APPLY,
            ROLLBACK,
            VERIFY,
            FINALIZE,
            DUTY);

    public static final Code SERVER_UNREACHABLE = Code.of(
            "E1101",
            "The server cannot be reached, or has no connection left.",
            "Check --url or PGHOST and PGPORT, and that the server accepts connections; the tool needs five sessions, and one for each worker.",
            CONNECTION);
    public static final Code LOGIN_REFUSED = Code.of(
            "E1102",
            "The server refuses the user or the password.",
            "Check the user and the password (PGPASSWORD, PGPASSFILE or ~/.pgpass).",
            CONNECTION);
    public static final Code TRANSACTION_POOLER = Code.of(
            "E1103",
            "The connection goes through a pooler in transaction mode; locks and settings would not last.",
            "Use a direct connection to the server, or a pool in session mode.",
            CONNECTION);
    public static final Code CONNECTION_LOST = Code.of(
            "E1104",
            "The connection was lost before anything had begun.",
            "Give the command again when the server can be reached.",
            CONNECTION);
    public static final Code REFUSED_BY_SERVER = Code.of(
            "E1105",
            "The server refused a statement outside of a run.",
            "Look at the message; `underpin status` says what has been done.",
            CONNECTION);
    public static final Code CONNECTED_AGAIN = Code.of(
            "E1106",
            "The connection was lost and has been made again.",
            "Nothing is to be done: it goes on from what the journal says.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code POOL_TOO_SMALL = Code.of(
            "E1107",
            "The data source has too few connections.",
            "Give the tool a pool of its own or a larger one, or a data source that opens connections as they are needed.",
            CONNECTION);

    public static final Code SERVER_TOO_OLD = Code.of(
            "E1201",
            "The server is older than the plan wants.",
            "Use another server, or lower target.minServerVersion if the plan allows it.",
            PRECHECK);
    public static final Code ANOTHER_DATABASE = Code.of(
            "E1202", "The plan is for another database.", "Check --url, or target.database in the plan.", PRECHECK);
    public static final Code STANDBY = Code.of(
            "E1204", "The server is a standby; nothing can be changed there.", "Connect to the primary.", PRECHECK);
    public static final Code NO_JOURNAL_SCHEMA = Code.of(
            "E1205",
            "The role of the connection may not create the schema of the journal.",
            "GRANT CREATE ON DATABASE to it, or create the schema for it: CREATE SCHEMA underpin AUTHORIZATION ….",
            PRECHECK);
    public static final Code JOURNAL_PUBLISHED = Code.of(
            "E1206",
            "A publication would publish the journal; subscribers without its tables would stop.",
            "List the published tables, or waive it and create the journal's tables at the subscribers; the check prints them.",
            PRECHECK);
    public static final Code EVENT_TRIGGER = Code.of(
            "E1207",
            "An event trigger will fire for the tool's statements.",
            "Make sure that it lets them pass.",
            PRECHECK);
    public static final Code CHECKED_IN_PART = Code.of(
            "N1209",
            "Some of it can be checked only on a server that can be written.",
            "Check again on the primary.",
            PRECHECK);
    public static final Code NOT_LOOKED_AT = Code.of(
            "N1210", "The steps could not be looked at.", "Put right what else is wrong, and check again.", PRECHECK);
    public static final Code JOURNAL_OF_ANOTHER = Code.of(
            "E1210",
            "The journal belongs to another role.",
            "Connect as that role. If it is no journal of yours, have it dropped or handed over.",
            CONNECTION);
    public static final Code JOURNAL_JUST_CREATED = Code.of(
            "E1211",
            "Somebody else has just created the schema of the journal.",
            "Look whose it is. If it is another start of the tool by the same role, try again.",
            APPLY);
    public static final Code JOURNAL_ALTERED = Code.of(
            "E1212",
            "The journal's tables are not as the tool made them.",
            "Find out who did that, and take it back.",
            CONNECTION);
    public static final Code JOURNAL_EDITED = Code.of(
            "E1213",
            "A plan or a program in the journal is not what was written down.",
            "Somebody has edited the journal. Find out who did, and put it back as it was.",
            CONNECTION);
    public static final Code DEFERRED_CODE = Code.of(
            "E1214",
            "Code of another role has put off something until the transaction ends, where it would run with the tool's rights.",
            "Look at the triggers and functions that the message names; disable what is deferred meanwhile.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);

    public static final Code UNKNOWN_SERVER = Code.of(
            "E1301",
            "No dialect knows the server.",
            "Use PostgreSQL 14 to 18, or install a module with a dialect for this server.",
            CONNECTION);
    public static final Code AMBIGUOUS_SERVER = Code.of(
            "E1302",
            "Several dialects claim the server equally.",
            "Remove all but one of the modules that the message names.",
            CONNECTION);
    public static final Code NO_PARENT_DIALECT = Code.of(
            "E1304", "A dialect needs another, which is not installed.", "Install the module that has it.", CONNECTION);
    public static final Code DIALECT_OF_ITSELF = Code.of(
            "E1307",
            "A dialect descends from itself.",
            "Correct its module, or take it off the class path.",
            CONNECTION);
    public static final Code ROWS_ELSEWHERE = Code.of(
            "E1321",
            "The rows of a table are on other servers, which a step would not reach.",
            "Leave the table out of the plan.",
            PRECHECK);
    public static final Code SIMPLE_QUERY_MODE = Code.of(
            "E1320",
            "The connection is set to a preferQueryMode with which one text could be several statements.",
            "Leave preferQueryMode out of the connection's properties, or set it to extended.",
            CONNECTION);

    public static final Code STOPPED = Code.of(
            "E2001",
            "The command was stopped on request, at a safe boundary.",
            "What was done is kept; `underpin status` says how to go on.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code CONNECTION_LOST_HALFWAY = Code.of(
            "E2002",
            "The connection was lost in the middle of a run and could not be made again.",
            "When the server can be reached, go on as the message says.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code HALFWAY = Code.of(
            "E2003",
            "A run of the plan is half-way.",
            "Go on with `underpin resume`, or take it back with `underpin rollback`.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code FINALIZING = Code.of(
            "E2004",
            "Finalizing has begun; what was kept for a rollback may be gone.",
            "Carry it to its end with `underpin resume`.",
            ROLLBACK,
            OUTLOOK);
    public static final Code NOT_APPLIED = Code.of(
            "E2005",
            "The plan is not applied; nothing was dropped.",
            "Finish it with `underpin resume`, or take it back with `underpin rollback`.",
            FINALIZE_OUTLOOK);
    public static final Code NOTHING_TO_VERIFY = Code.of(
            "E2006", "The plan is not applied, so there is nothing to verify.", "Look at `underpin status`.", VERIFY);
    public static final Code RUN_IS_OVER = Code.of(
            "E2007",
            "The last run of the plan is over.",
            "After finalize there is no way back. After a rollback, apply the plan again if you want it.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code UNKNOWN_PLAN = Code.of(
            "E2008",
            "The journal of this database knows no such plan.",
            "Check the plan's id and the database; `underpin status` lists what is known.",
            CONNECTION);
    public static final Code PLAN_EDITED = Code.of(
            "E2009",
            "The plan differs from what was applied.",
            "Undo the edit, or give the changed plan another id.",
            APPLY,
            ROLLBACK,
            VERIFY,
            FINALIZE);
    public static final Code ALREADY_APPLIED =
            Code.of("N2010", "The plan is already applied.", "Verify it, finalize it, or roll it back.", PRECHECK);
    public static final Code NO_DUTIES = Code.of(
            "E2011",
            "The plan is not applied, so it has no duties.",
            "Apply it first, or finish it with `underpin resume`.",
            DUTY);
    public static final Code NOTHING_TO_DECIDE = Code.of(
            "E2013",
            "There is no interrupted statement to decide about, or the database itself tells.",
            "Go on without --assume-done and --assume-not-done.",
            APPLY,
            ROLLBACK);
    public static final Code NOT_DUE =
            Code.of("N2014", "A duty is not due yet.", "With --now it is done at once.", DUTY);
    public static final Code TAKEN_BACK_IN_PART = Code.of(
            "E2021",
            "The plan has been taken back in part; nothing was dropped.",
            "Carry it on with `underpin rollback`.",
            FINALIZE);
    public static final Code STEP_NOT_APPLIED = Code.of(
            "E2022",
            "A step is not applied, and would be given up.",
            "Apply it with `underpin resume`.",
            FINALIZE_OUTLOOK);
    public static final Code DIFFERS_AT_FINALIZE = Code.of(
            "E2023",
            "The plan does not verify; nothing was dropped.",
            "Look into the differences while there is a way back; --accept-differences keeps everything as it is and gives the way back up.",
            FINALIZE);
    public static final Code RUNNER_GONE = Code.of(
            "E2024",
            "Nobody works on the plan any more: its runner has ended, or the server has been restarted.",
            "Go on with the command that the message names.",
            STATUS);
    public static final Code ROLLBACK_REFUSED = Code.of(
            "E2025",
            "A rollback would be refused now.",
            "Put right what is listed, or do without a rollback.",
            OUTLOOK);
    public static final Code ROLLBACK_POSSIBLE =
            Code.of("N2025", "A rollback would take about that long now.", "Nothing is to be done.", OUTLOOK);
    public static final Code LEFT_OPEN = Code.of(
            "E2027",
            "A check takes too long, or too much room, to be asked now.",
            "Ask with `underpin verify`.",
            APPLY);
    public static final Code TABLE_GONE = Code.of(
            "E2029",
            "A table whose rows are to be read is no longer there.",
            "Give it its name back, then resume. If it has been dropped, roll back.",
            APPLY);

    public static final Code RUN_STOPPED_BY_SERVER = Code.of(
            "E2100",
            "The server refused a statement of a run.",
            "Put right what the server finds wrong, then go on as the message says.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code NO_LOCKS = Code.of(
            "E2103",
            "An action did not get its locks in time.",
            "End what blocks, or give the command more time (--max-lock-wait); then go on.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code HELD_TOO_LONG = Code.of(
            "E2104",
            "An action held its locks for longer than it may, several times; each time all of it was undone.",
            "Give the command a longer hold (--lock-timeout), or more time to find a quiet moment (--max-lock-wait).",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code NOT_OURS = Code.of(
            "E2105",
            "An object is in the way of an action, or it cannot be told whether the action took effect.",
            "Look at the object; remove or rename what is not ours, then go on.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code EXPORT_FAILED = Code.of(
            "E2106",
            "A file could not be written.",
            "Make room or mend the path, then resume; nothing was dropped.",
            APPLY,
            FINALIZE);
    public static final Code NO_END = Code.of(
            "E2107",
            "A phase did not come to an end.",
            "Something keeps changing the same objects; find it, then go on.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code IRREVERSIBLE = Code.of(
            "E2108",
            "An action cannot be taken back, and the plan does not accept that.",
            "If that is meant, write irreversible: accepted into the step.",
            PRECHECK);
    public static final Code NOT_AS_PREVIEWED = Code.of(
            "E2109",
            "A step would do something else now than the preview said; it has not been begun.",
            "Look at what changed meanwhile, and apply again.",
            APPLY);
    public static final Code NO_WAY_BACK = Code.of(
            "E2111",
            "An action cannot be taken back, which the plan accepted.",
            "Keep it and finalize, or take back later steps alone with --to.",
            ROLLBACK,
            OUTLOOK);
    public static final Code CHANGED_MEANWHILE = Code.of(
            "E2112",
            "The structure has changed under a step.",
            "Look at what changed, then go on as the message says.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code UNDO_FAILED = Code.of(
            "E2113",
            "Taking it back failed; nothing further was tried.",
            "Put right what is wrong, then go on with `underpin rollback`.",
            APPLY,
            ROLLBACK);
    public static final Code CANCELED = Code.of(
            "E2114",
            "A statement was canceled in the server; none of it took effect.",
            "Go on with `underpin resume`.",
            APPLY,
            ROLLBACK,
            FINALIZE,
            DUTY);
    public static final Code SNAPSHOTS_OPEN = Code.of(
            "E2115",
            "Older transactions are still open after maxLockWait.",
            "End them or wait for their end, or raise maxLockWait; then go on.",
            APPLY,
            ROLLBACK,
            FINALIZE);
    public static final Code OUT_OF_PATIENCE = Code.of(
            "E2116",
            "Older transactions were in the way for too long; what had been begun is removed.",
            "End them, or give the step more patience; then go on.",
            APPLY,
            ROLLBACK,
            FINALIZE);
    public static final Code UNDECIDED = Code.of(
            "E2117",
            "A statement was interrupted, and it cannot be told whether it took effect.",
            "Look whether it did, and say so with --assume-done or --assume-not-done.",
            APPLY,
            ROLLBACK);
    public static final Code DUTY_FAILED = Code.of(
            "E2118",
            "A duty failed.",
            "Put right what is wrong; it is tried again at the next `underpin maintain`.",
            DUTY);
    public static final Code CATALOG_LOCKED = Code.of(
            "E2119",
            "What is there could not be read in time, for somebody has locked it.",
            "End what blocks, or raise maxLockWait; then try again.",
            CONNECTION);

    public static final Code PRECHECK_MISSED = Code.of(
            "E2201",
            "What the plan asks before a step, or before all of them, has another answer than it expects.",
            "Look at the query's answer; correct the data or the plan.",
            PRECHECK);
    public static final Code VERIFY_MISSED = Code.of(
            "E2202",
            "What the plan asks after a step has another answer than it expects.",
            "Look at the query's answer; correct the data or the plan.",
            VERIFY);
    public static final Code PUT_OFF = Code.of(
            "N2203",
            "A check is put off until the steps before are done.",
            "It is asked then, before the step begins.",
            PRECHECK);
    public static final Code CANNOT_ASK =
            Code.of("E2204", "A check could not be asked.", "Mend the query, or grant what it needs.", PRECHECK);
    public static final Code NOT_REHEARSED = Code.of(
            "N2205", "The measured queries could not be tried out.", "The plan does not depend on it.", PRECHECK);
    public static final Code EXPECTATION_MISSED = Code.of(
            "E2301",
            "A measured query has another plan or duration than expected; the changes are kept.",
            "Look at the plan of the query, or roll back.",
            VERIFY);

    public static final Code LOCK_TIMEOUT_TOO_LONG = Code.of(
            "E3133",
            "settings.lockTimeout is not below the server's deadlock_timeout, so the server may end an application's transaction.",
            "Choose a lockTimeout below deadlock_timeout.",
            PRECHECK);

    public static final Code URL_UNREADABLE = Code.of(
            "E8201", "The connection URL cannot be read.", "Write postgresql://user@host:port/database.", ARGUMENTS);
    public static final Code URL_PARAMETER =
            Code.of("E8202", "The connection URL has a parameter that is not known.", "Correct its name.", ARGUMENTS);
    public static final Code CONNECTION_VALUE = Code.of(
            "E8203",
            "A connection parameter has a value that is not valid.",
            "Give a value as the message says.",
            ARGUMENTS);
    public static final Code SERVICE_FILE = Code.of(
            "E8204",
            "The service file cannot be read, or has not the service.",
            "Check the file's owner, mode and encoding, and that it has a section with the service's name.",
            ARGUMENTS);
    public static final Code UNIX_SOCKET = Code.of(
            "E8205",
            "The host is the directory of a Unix-domain socket, and the server is reached over TCP only.",
            "Name the machine instead, for example PGHOST=localhost.",
            ARGUMENTS);
    public static final Code DRIVER_CANNOT = Code.of(
            "E8207",
            "A connection parameter asks for what the driver cannot do.",
            "Remove it if the connection is safe enough without it.",
            ARGUMENTS);

    public static final Code FAILPOINT =
            Code.of("E9002", "A failpoint broke the command off.", "This happens in tests only.", ARGUMENTS);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(EngineCodes.class);
    }
}
