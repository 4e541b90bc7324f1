package dev.underpin.spi.change;

import static dev.underpin.spi.finding.Code.Moment.APPLY;
import static dev.underpin.spi.finding.Code.Moment.OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.ROLLBACK;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of the findings of changes. */
public final class ChangeCodes implements CodeCatalogue {

    static final Code CHANGED_BEFORE = Code.of(
            "E1251",
            "Somebody changed what a step changes, just before it.",
            "Nothing was changed. Apply again: the step then starts from what is there now.",
            APPLY);
    static final Code CHANGED_SINCE = Code.of(
            "E1252",
            "Somebody has changed what a step changed, since.",
            "Make it again what the step made it, or keep it and finalize.",
            VERIFY,
            ROLLBACK,
            OUTLOOK);
    static final Code NOT_AS_BEFORE = Code.of(
            "E1253",
            "What a step changed would not be what it was.",
            "Look at what differs, make it possible again, and roll back again.",
            APPLY,
            ROLLBACK);
    static final Code NO_PRIVILEGE =
            Code.of("E1257", "The word is no privilege on tables.", "Correct the word, or leave it out.", PRECHECK);
    static final Code COLUMN_TAKEN = Code.of(
            "E1258",
            "The table has a column of that name already.",
            "Leave the step out, or choose another name.",
            PRECHECK);
    static final Code COLUMN_REFUSED =
            Code.of("E1259", "The server refuses the column.", "Correct its type or default.", PRECHECK);
    static final Code REWRITES = Code.of(
            "E1260",
            "The default may be another for each row, so all rows would be written anew while nobody can read.",
            "Add the column without a default, and give rows their values by a step of its own.",
            PRECHECK);
    static final Code INHERITED = Code.of(
            "E1261",
            "The table shares columns with others by inheritance.",
            "Add the column by sql.run, or end the inheritance.",
            PRECHECK);
    static final Code GOES_WITH_IT = Code.of(
            "E1262",
            "Something that others have made since would go with the column.",
            "Drop it if it is not needed without the column, then roll back again; or keep the column and finalize.",
            ROLLBACK);
    static final Code ANOTHER_FUNCTION = Code.of(
            "E1263",
            "The definition is that of another function than the step names.",
            "Write the same schema, name and argument types in function and definition.",
            APPLY);
    static final Code TYPE_TAKEN = Code.of(
            "E1264", "There is a type of that name already.", "Leave the step out, or choose another name.", PRECHECK);
    static final Code NO_TYPE = Code.of(
            "E1265",
            "There is no enumerated type of that name.",
            "Correct the name, or create the type in a step before.",
            PRECHECK);
    static final Code VALUE_TAKEN =
            Code.of("E1266", "The type has the value already.", "Leave the step out.", PRECHECK);
    static final Code NO_VALUE =
            Code.of("E1267", "The type has no such value.", "Name one of those that the message lists.", PRECHECK);
    static final Code CONSTRAINT_TAKEN = Code.of(
            "E1268",
            "The table has a constraint of that name already.",
            "Leave the step out, or choose another name.",
            PRECHECK);
    static final Code CONDITION_REFUSED =
            Code.of("E1269", "The server refuses the condition.", "Correct the expression.", PRECHECK);
    static final Code NOT_ON_PARTITIONED = Code.of(
            "E1271",
            "The server cannot add a foreign key to a partitioned table without reading all rows meanwhile.",
            "Add it to the partitions one by one, then to the table by sql.run.",
            PRECHECK);
    static final Code NOT_NULL_ALREADY =
            Code.of("E1273", "The column keeps NULL out already.", "Leave the step out.", PRECHECK);

    static final Code NOT_FILLABLE = Code.of(
            "E1274",
            "The rows of a table cannot be given values in batches.",
            "Do what the message says, or fill the column by sql.run.",
            PRECHECK);
    static final Code TRIGGERS_FIRE = Code.of(
            "E1275",
            "Triggers would fire for each row that is filled.",
            "Say triggers: fire if they may, or triggers: silence.",
            PRECHECK);
    static final Code SOURCE_REFUSED = Code.of(
            "E1276",
            "Values cannot be derived as the plan says.",
            "Correct the expression, or the reference to the parent.",
            PRECHECK);
    static final Code ROWS_MISSED = Code.of(
            "E1277",
            "Rows have no value after all were filled.",
            "Look at the rows; give their source a value, or let the column hold NULL.",
            APPLY,
            VERIFY);
    static final Code NOT_MAINTAINED = Code.of(
            "E1278",
            "What gives new rows their value is gone, or disabled.",
            "Create the trigger again as the journal has it, or enable it; or roll back and apply again.",
            VERIFY);
    static final Code NO_INDEX = Code.of(
            "W1279",
            "No index finds the rows that refer to a row of the parent.",
            "Create one by indexing.create before the step.",
            PRECHECK);

    static final Code TRIGGERS_WILL_FIRE = Code.of(
            "W1280",
            "Triggers fire for each row that is filled, as the plan wants it.",
            "Look at what they do; triggers: silence keeps them from it.",
            PRECHECK);

    static final Code NO_SUCH_INDEX = Code.of(
            "E1281",
            "The table has no index of that name.",
            "Correct the name, or create the index by indexing.create in a step before.",
            PRECHECK);
    static final Code INDEX_UNFIT = Code.of(
            "E1282",
            "The index cannot become a constraint.",
            "Name another index, or create one that can: unique, B-tree, of whole columns in their default order.",
            PRECHECK);
    static final Code NO_KEY_ON_PARTITIONED = Code.of(
            "E1283",
            "An index of a partitioned table cannot become a constraint.",
            "Make the indexes of its partitions constraints one by one, then add the constraint by sql.run.",
            PRECHECK);
    static final Code PRIMARY_KEY_TAKEN =
            Code.of("E1284", "The table has a primary key already.", "Leave the step out, or say unique.", PRECHECK);
    static final Code KEY_NULLABLE = Code.of(
            "E1285",
            "Columns of a primary key may hold NULL, so all rows would be read while nobody else can.",
            "Say notNull of each in a step before.",
            PRECHECK);
    static final Code KEY_REFERRED = Code.of(
            "E1286",
            "Something refers to a constraint that a rollback would drop.",
            "Drop what refers to it, then roll back again; or keep the constraint and finalize.",
            ROLLBACK);

    static final Code NO_POLICY = Code.of(
            "E1287", "The table has no policy of that name.", "Leave the step out, or correct the name.", PRECHECK);
    static final Code TRIGGER_TAKEN = Code.of(
            "E1288",
            "The table, or one of its partitions, has a trigger of that name already.",
            "Leave the step out, or choose another name.",
            PRECHECK);
    static final Code TRIGGER_REFUSED = Code.of(
            "E1289",
            "The server refuses the trigger.",
            "Correct what the message names; the function has no arguments, returns trigger, and the table's owner may execute it.",
            PRECHECK);
    static final Code KEY_REFUSED = Code.of(
            "E1290",
            "The server refuses a key of these columns.",
            "Name columns whose values can be told apart, each once.",
            PRECHECK);
    static final Code WOULD_BE_MERGED = Code.of(
            "E1291",
            "A partition or an inheriting table has by itself what the table is to get; a rollback would take both.",
            "Drop it there in a step before, since the table's will cover it; or choose another name, where it has one.",
            PRECHECK);
    static final Code NO_WAY_BACK = Code.of(
            "E1292",
            "The server would take the change, and not what takes it back.",
            "Change it otherwise, as the message says.",
            PRECHECK);
    static final Code NO_INDEX_OF_PARTITIONED = Code.of(
            "E1295",
            "The table is partitioned, and its index would be built partition by partition.",
            "Build it by indexing.create in a step of its own.",
            PRECHECK);
    static final Code INDEX_REFUSED = Code.of(
            "E1296",
            "The server refuses an index of these columns.",
            "Name columns whose values can be put in order.",
            PRECHECK);
    static final Code POLICY_REFUSED = Code.of(
            "E3307",
            "The server does not accept a policy.",
            "Correct its expression; the message says what the server finds wrong.",
            PRECHECK);
    static final Code POLICY_MISREAD = Code.of(
            "E3309",
            "The server reads another expression out of a policy than the plan names.",
            "Write one expression in using, and one in withCheck.",
            PRECHECK);
    static final Code POLICY_UNSTABLE = Code.of(
            "E3317",
            "A policy cannot be made to the letter: the server prints its expression and reads that as another.",
            "Word the expression as the message says; it means the same.",
            PRECHECK);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(ChangeCodes.class);
    }
}
