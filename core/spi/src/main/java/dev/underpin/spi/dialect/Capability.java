package dev.underpin.spi.dialect;

/** What servers differ in. Steps branch on these only, never on names or versions. */
public enum Capability {
    TID_RANGE_SCAN,
    NULLS_NOT_DISTINCT,
    ROW_LEVEL_SECURITY,
    PUBLICATION_ROW_FILTERS,
    PUBLICATION_OF_SCHEMAS,
    IDENTITY_IN_PARTITIONS,
    NAMED_NOT_NULL,
    NOT_VALID_FOREIGN_KEYS_ON_PARTITIONED,
    MAINTAIN_PRIVILEGE,
    /** The statistics of a partitioned table are collected without those of its partitions. */
    ANALYZE_WITHOUT_PARTITIONS,
    /** Each membership in a role says for itself whether it inherits. */
    MEMBERSHIP_OPTIONS
}
