package dev.underpin.partitioning;

/** What a conversion does with a property of a table. */
enum Fate {
    /** The partitioned table has it too. */
    KEPT,
    /** The partitioned table has what comes closest. */
    ADAPTED,
    /** The plan has to say that it knows. */
    ACCEPTED,
    /** Refused, unless the plan gives it up knowingly. */
    WAIVABLE,
    /** Refused. */
    REFUSED;

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
