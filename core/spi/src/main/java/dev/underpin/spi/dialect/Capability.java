package dev.underpin.spi.dialect;

/** What servers differ in. Steps branch on these only, never on names or versions. */
public enum Capability {
    DETACH_CONCURRENTLY,
    TID_RANGE_SCAN,
    NULLS_NOT_DISTINCT,
    ROW_LEVEL_SECURITY,
    SECURITY_INVOKER_VIEWS,
    PUBLICATION_COLUMN_LISTS,
    PUBLICATION_ROW_FILTERS,
    PUBLICATION_OF_SCHEMAS,
    IDENTITY_IN_PARTITIONS,
    NAMED_NOT_NULL,
    VIRTUAL_GENERATED_COLUMNS,
    NOT_VALID_FOREIGN_KEYS_ON_PARTITIONED,
    MAINTAIN_PRIVILEGE,
    /** Each membership in a role says for itself whether it inherits. */
    MEMBERSHIP_OPTIONS,
    /** Moving a row between partitions keeps the children that refer to it. */
    ROW_MOVEMENT_KEEPS_REFERENCES
}
