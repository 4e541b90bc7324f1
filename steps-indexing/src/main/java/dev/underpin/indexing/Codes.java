package dev.underpin.indexing;

import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of this module's findings. */
public final class Codes implements CodeCatalogue {

    static final Code KEY_LACKS_PARTITION_COLUMN = Code.of(
            "E4108",
            "A unique index of a partitioned table must contain the partition key.",
            "Add the partition key's columns to the keys, or leave unique out.",
            PRECHECK);
    static final Code FOREIGN_PARTITION = Code.of(
            "E4109",
            "A partition is a foreign table, so an index of the whole would never become valid.",
            "Index the other partitions one by one, or detach the foreign table.",
            PRECHECK);
    static final Code DETACH_PENDING = Code.of(
            "E4110",
            "The detachment of a partition was interrupted.",
            "Finish it with ALTER TABLE … DETACH PARTITION … FINALIZE.",
            PRECHECK);
    static final Code REFUSED_BY_SERVER = Code.of(
            "E4111",
            "The server would refuse the index.",
            "Correct the definition; it was tried on an empty copy of the table.",
            PRECHECK);
    static final Code INVALID_LEFTOVER = Code.of(
            "E4113",
            "An invalid index has the name: its build was interrupted or still goes on.",
            "If nobody is building it, drop it with DROP INDEX CONCURRENTLY; then apply again.",
            PRECHECK);
    static final Code ALREADY_THERE = Code.of(
            "E4114",
            "An index that does the same is there already.",
            "Nothing is done; rename the index if its name matters.",
            PRECHECK);
    static final Code DUPLICATES = Code.of(
            "E4115",
            "A key of the unique index occurs twice in the table.",
            "Remove or change the rows with these keys, or leave unique out.",
            PRECHECK);
    static final Code BLOCKERS = Code.of(
            "E4116",
            "Transactions that the build must wait for have run for long.",
            "End them, or set maxWait to give up after a time.",
            PRECHECK);
    static final Code DISK = Code.of(
            "E4117",
            "The index needs about that much room.",
            "See that there is room for it, and for the sort in temporary files.",
            PRECHECK);
    static final Code UNDO_LOCKS = Code.of(
            "E4118",
            "A rollback would lock the partitioned table and its partitions against reading for an instant.",
            "Nothing is to be done; a rollback keeps to the plan's lockTimeout.",
            PRECHECK);
    static final Code ADOPTED = Code.of(
            "E4119",
            "A partition has an equal index already, which becomes part of the new one.",
            "Nothing is to be done; a rollback leaves it under its name.",
            PRECHECK);
    static final Code OTHER_INVALID = Code.of(
            "E4120",
            "An index with the same definition is invalid: no query uses it, every write maintains it.",
            "Drop it, unless somebody is building it.",
            PRECHECK);
    static final Code NOT_AS_ASKED = Code.of(
            "E4131",
            "The index is not what the plan asks for.",
            "Look at it with \\d; somebody has changed or dropped it.",
            VERIFY);
    static final Code PARTITION_WITHOUT = Code.of(
            "E4132",
            "A partition has no part of the index.",
            "Apply the step again; partitions were added without the index.",
            VERIFY);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(Codes.class);
    }
}
