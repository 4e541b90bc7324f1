package dev.underpin.matviews;

import static dev.underpin.spi.finding.Code.Moment.APPLY;
import static dev.underpin.spi.finding.Code.Moment.OUTLOOK;
import static dev.underpin.spi.finding.Code.Moment.PRECHECK;
import static dev.underpin.spi.finding.Code.Moment.ROLLBACK;
import static dev.underpin.spi.finding.Code.Moment.VERIFY;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of this module's findings. */
public final class Codes implements CodeCatalogue {

    static final Code DIFFERENT_QUERY = Code.of(
            "E4202",
            "A materialized view of that name is there with another query.",
            "Choose another name, or drop or rename the view first.",
            PRECHECK);
    static final Code DIFFERENT_PROPERTIES = Code.of(
            "E4203",
            "A materialized view of that name is there with the same query, but other properties.",
            "Make it so (indexing.create, GRANT, COMMENT, matviews.refresh), or choose another name.",
            PRECHECK);
    static final Code REFUSED_BY_SERVER = Code.of(
            "E4211",
            "The server would refuse the materialized view.",
            "Correct the query, the key or the indexes; they were tried without rows.",
            PRECHECK);
    static final Code DUPLICATES = Code.of(
            "E4212",
            "A key of uniqueKey occurs twice in the query's result.",
            "Add columns to uniqueKey, or group by it in the query.",
            PRECHECK);
    static final Code NULLS = Code.of(
            "E4213",
            "A key of uniqueKey has a NULL; such rows are written again at every concurrent refresh.",
            "Use coalesce(…) for it.",
            PRECHECK);
    static final Code ALREADY_THERE = Code.of(
            "E4214",
            "The materialized view is there already and is what the plan asks for.",
            "Nothing is done.",
            PRECHECK);
    static final Code NOT_SECURED = Code.of(
            "E4215",
            "Row level security of the tables does not apply to readers of the materialized view.",
            "Let the query keep only what every reader may see, or grant the view to nobody.",
            PRECHECK);
    static final Code GRANTS = Code.of(
            "E4216",
            "The grants on the materialized view are not those of the plan.",
            "Look at default privileges (\\ddp) and at the view's grants (\\dp).",
            APPLY,
            VERIFY);
    static final Code CHANGED_SINCE = Code.of(
            "E4217",
            "The materialized view has been replaced since the plan was applied.",
            "Decide what is to become of it, then drop it or put it back.",
            ROLLBACK,
            OUTLOOK);
    static final Code NOT_AS_ASKED = Code.of(
            "E4231",
            "The materialized view has not the query of the plan.",
            "Somebody has replaced or dropped it; put it back, or correct the plan.",
            VERIFY);
    static final Code UNUSABLE_INDEX = Code.of(
            "E4232",
            "An index of the materialized view is not what the plan asks for.",
            "Look at the view with \\d; somebody has changed or dropped the index.",
            VERIFY);
    static final Code NOT_CONCURRENTLY = Code.of(
            "E4254",
            "The materialized view has no index by which a concurrent refresh could tell rows apart.",
            "Create a unique index over columns with indexing.create, or choose mode blocking.",
            PRECHECK);
    static final Code NOT_POPULATED = Code.of(
            "E4255",
            "The materialized view holds no rows that could be read.",
            "Refresh it, with mode auto or blocking.",
            PRECHECK,
            VERIFY);
    static final Code BLOCKS_READERS = Code.of(
            "E4256",
            "Readers of the materialized view wait while it is refreshed.",
            "Give it a unique index over columns, or set maxHold to what readers can bear.",
            PRECHECK);
    static final Code STAYS_REFRESHED = Code.of(
            "E4257",
            "A rollback leaves the materialized view refreshed.",
            "Nothing is lost: the rows are derived.",
            PRECHECK);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(Codes.class);
    }
}
